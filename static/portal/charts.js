/* Charts drawn from the tables that stand on the page beside them: one set of figures, said twice.
     <div class="chart" data-chart="#table" data-kind="bar|stack|line" [data-percent] [data-hot="0"]>
   The first column names the rows, each further column is a series; <th data-tone> gives its colour.
   House rules: places and units keep the order of the table and one neutral colour; only a chart
   about the content of opinions may colour one bar (data-hot); stacks carry textures, lines carry
   dashes and shapes, so nothing rests on colour alone. */
(function () {
  'use strict';
  if (!window.echarts) return;
  var css = getComputedStyle(document.documentElement);
  function v(name) { return css.getPropertyValue(name).trim(); }
  var INK = v('--ink'), INK2 = v('--ink-2'), INK3 = v('--ink-3'), LINE = v('--line');
  var MUTE = '#b8a796';
  var FONT = v('--font');
  var STILL = matchMedia('(prefers-reduced-motion: reduce)').matches;
  var HATCH = { symbol: 'rect', dashArrayX: [1, 0], dashArrayY: [2, 4], rotation: -0.78, color: 'rgba(255,255,255,.5)' };
  var CROSS = { symbol: 'rect', dashArrayX: [1, 0], dashArrayY: [2, 6], rotation: 0.78, color: 'rgba(43,36,32,.35)' };
  var DOTS = { symbol: 'circle', symbolSize: 0.7, dashArrayX: [[6, 6]], dashArrayY: [6, 5], color: 'rgba(87,77,69,.55)' };
  var NONE = { symbol: 'none' };
  var TONES = {
    red: [v('--red'), NONE], ink: [INK2, NONE], mute: [MUTE, NONE], ok: ['#3f7a47', NONE], replied: [v('--replied'), NONE],
    doing: ['#a3c3d8', NONE], wait: ['#d9a441', HATCH], mid: ['#ead2a0', DOTS], danger: [v('--danger'), HATCH], plain: ['#ffffff', DOTS],
    moved: ['#c6b5df', CROSS]
  };
  var ORDER = ['replied', 'doing', 'wait', 'plain', 'moved', 'mute'];

  function number(text) {
    var clean = text.replace(/[,，\s%]/g, '');
    return clean === '' || isNaN(clean) ? null : Number(clean);
  }
  function read(table) {
    var heads = [].slice.call(table.querySelectorAll('thead th')).slice(1);
    return {
      names: heads.map(function (cell) { return cell.textContent.trim(); }),
      tones: heads.map(function (cell) { return cell.getAttribute('data-tone'); }),
      rows: [].map.call(table.querySelectorAll('tbody tr'), function (row) {
        return [].map.call(row.children, function (cell, i) { return i ? number(cell.textContent) : cell.textContent.trim(); });
      })
    };
  }
  function labels(data) { return data.rows.map(function (row) { return row[0]; }); }
  function base(more) {
    return Object.assign({
      animation: !STILL,
      aria: { enabled: false },
      textStyle: { fontFamily: FONT, fontSize: 14, color: INK2 },
      grid: { left: 4, right: 44, top: 12, bottom: 4, containLabel: true },
      tooltip: { trigger: 'axis', renderMode: 'richText', confine: true, axisPointer: { type: 'shadow' }, backgroundColor: '#ffffff', borderColor: v('--line-strong'), textStyle: { fontFamily: FONT, fontSize: 14, color: INK } }
    }, more);
  }
  function wrap(text, size) { return text.length > size ? text.slice(0, size) + '\n' + wrap(text.slice(size), size) : text; }
  function category(names, down, narrow) {
    return { type: 'category', data: names, inverse: Boolean(down), axisTick: { show: false }, axisLine: { lineStyle: { color: LINE } },
      axisLabel: { color: INK, fontSize: narrow ? 13 : 14, interval: 0, formatter: function (text) { return down ? wrap(text, narrow ? 7 : 11) : text.replace('（', '\n（'); } } };
  }
  function values() { return { type: 'value', axisLabel: { show: false }, splitLine: { show: false } }; }
  function legend(names, narrow) {
    return { data: names, top: 0, left: 0, itemWidth: narrow ? 14 : 18, itemHeight: narrow ? 10 : 12, itemGap: narrow ? 8 : 18, textStyle: { fontSize: narrow ? 13 : 14, color: INK2 } };
  }

  function isNarrow(box) { return box.clientWidth < 480; }
  function bars(data, box) {
    var hot = number(box.getAttribute('data-hot') || '');
    return base({ xAxis: values(), yAxis: category(labels(data), true, isNarrow(box)), series: [{
      name: data.names[0], type: 'bar', barMaxWidth: 24, barCategoryGap: '35%',
      label: { show: true, position: 'right', color: INK, fontSize: 15, fontWeight: 600 },
      data: data.rows.map(function (row, i) { return { value: row[1], itemStyle: { color: i === hot ? v('--red') : MUTE, borderRadius: [0, 4, 4, 0] } }; })
    }] });
  }
  function look(tone, k) { return TONES[tone] || TONES[ORDER[k % ORDER.length]]; }
  function stack(data, box) {
    var share = box.hasAttribute('data-percent');
    var sums = data.rows.map(function (row) { return row.slice(1).reduce(function (a, b) { return a + (b || 0); }, 0); });
    var narrow = isNarrow(box);
    return base({
      legend: legend(data.names, narrow), grid: { left: 4, right: 24, top: narrow && data.names.length > 3 ? 64 : 38, bottom: 4, containLabel: true },
      xAxis: share ? Object.assign(values(), { max: 100 }) : values(), yAxis: category(labels(data), true, narrow),
      series: data.names.map(function (name, k) {
        var paint = look(data.tones[k], k);
        return { name: name, type: 'bar', stack: 'all', barMaxWidth: 30, barCategoryGap: '35%',
          itemStyle: { color: paint[0], decal: paint[1], borderColor: paint[0] === '#ffffff' ? MUTE : '#ffffff', borderWidth: 1 },
          label: { show: true, fontSize: 13, fontWeight: 600, color: INK, backgroundColor: 'rgba(255,255,255,.9)', borderRadius: 3, padding: [1, 5],
            formatter: function (p) { return String(data.rows[p.dataIndex][k + 1] || ''); } },
          data: data.rows.map(function (row, i) { var n = row[k + 1]; return n ? (share ? n / sums[i] * 100 : n) : null; }) };
      })
    });
  }
  var DASHES = ['dashed', 'solid', 'dotted'];
  var SHAPES = ['circle', 'rect', 'triangle'];
  function lines(data) {
    var most = Math.max.apply(null, data.rows.map(function (row) { return Math.max.apply(null, row.slice(1)); }));
    return base({
      legend: legend(data.names), grid: { left: 44, right: 48, top: 48, bottom: 4, containLabel: true },
      tooltip: { trigger: 'axis', renderMode: 'richText', confine: true, textStyle: { fontFamily: FONT, color: INK } },
      xAxis: Object.assign(category(labels(data)), { boundaryGap: false }), yAxis: Object.assign(values(), { min: 0, splitLine: { show: true, lineStyle: { color: LINE } } }),
      series: data.names.map(function (name, k) {
        var colour = look(data.tones[k] || ['ink', 'red', 'replied'][k % 3], k)[0];
        return { name: name, type: 'line', symbol: SHAPES[k % 3], symbolSize: 10, lineStyle: { width: 3, color: colour, type: DASHES[k % 3] }, itemStyle: { color: colour },
          label: { show: true, fontSize: 14, fontWeight: 600, color: colour },
          data: data.rows.map(function (row) {
            var highest = row.slice(1).every(function (other) { return (row[k + 1] || 0) >= (other || 0); });
            /* Below a point near the axis the figure would lie on the name of the month. */
            var low = (row[k + 1] || 0) < most * 0.15;
            return { value: row[k + 1], label: { position: highest || low ? 'top' : 'bottom', distance: 8 } };
          }) };
      })
    });
  }
  var KINDS = { bar: bars, stack: stack, line: lines };

  function draw(box) {
    var table = document.querySelector(box.getAttribute('data-chart'));
    if (!table) return null;
    var data = read(table);
    if (!data.rows.length) return null;
    if (!box.classList.contains('chart-tall') && data.rows.length > 8) box.classList.add('chart-tall');
    var chart = echarts.init(box, null, { renderer: 'svg' });
    chart.setOption(KINDS[box.getAttribute('data-kind')](data, box));
    return chart;
  }
  var drawn = [];
  function start() {
    [].forEach.call(document.querySelectorAll('[data-chart]'), function (box) {
      if (echarts.getInstanceByDom(box)) return;
      var chart = draw(box);
      if (chart) drawn.push(chart);
    });
    drawn = drawn.filter(function (chart) { return !chart.isDisposed() && chart.getDom().isConnected; });
  }
  document.addEventListener('htmx:afterSettle', start);
  addEventListener('resize', function () { drawn.forEach(function (chart) { chart.resize(); }); });
  /* On paper a chart is half of an upright A4; the page has not been laid out yet when this runs. */
  addEventListener('beforeprint', function () {
    drawn.forEach(function (chart) {
      var small = { textStyle: { fontSize: 11 }, yAxis: { axisLabel: { fontSize: 11 } }, xAxis: { axisLabel: { fontSize: 11 } } };
      if ((chart.getOption().legend || []).length) small.legend = { itemGap: 8, itemWidth: 14, itemHeight: 10, textStyle: { fontSize: 11 } };
      chart.setOption(small);
      chart.resize({ width: 318, height: chart.getDom().classList.contains('chart-tall') ? 186 : 160, animation: { duration: 0 } });
      chart.getZr().flush();
    });
  });
  addEventListener('afterprint', function () { drawn.forEach(function (chart) { chart.resize({ width: 'auto', height: 'auto' }); }); });
  start();
})();
