/* 梳理归并 with the keyboard, and the filter boxes of long lists of units.
   Alt combinations only, inert while an input method composes; without this file every form still works. */
(function () {
  'use strict';

  function all(selector, within) { return Array.prototype.slice.call((within || document).querySelectorAll(selector)); }
  function board() { return document.querySelector('[data-board]'); }
  function picks() { return board() ? all('.op > [data-pick]', board()) : []; }

  /* --- what is ticked, here and on other pages ---------------------------------
     Its home is the form: boxes on this page, hidden fields for the rest. The address follows, so that
     a page reloaded or gone back to still has it. */
  var chosen = {}, sent = {};
  function boxes() { return all('[data-pick]', board()); }
  function carried() { return board().querySelector('[data-carried]'); }
  function read() {
    chosen = {};
    boxes().forEach(function (box) { if (box.checked) chosen[box.value] = true; });
    all('input', carried()).forEach(function (field) { chosen[field.value] = true; });
  }
  /* The board anew: what it says is ticked, and what was ticked or let go while it was on its way. */
  function readAgain() {
    var now = chosen;
    read();
    Object.keys(now).forEach(function (value) { if (!sent[value]) chosen[value] = true; });
    Object.keys(sent).forEach(function (value) { if (!now[value]) delete chosen[value]; });
  }
  /* What was typed while the board was on its way: the new board must not wipe it out. */
  var WRITTEN = 'input[type=search], input[type=text], textarea';
  var before = {}, meanwhile = {};
  function written() {
    var found = {};
    all(WRITTEN, board()).forEach(function (field) { if (field.id) found[field.id] = field.value; });
    return found;
  }
  function keepWritten() {
    var now = written();
    meanwhile = {};
    Object.keys(now).forEach(function (id) { if (id in before && now[id] !== before[id]) meanwhile[id] = now[id]; });
  }
  /* True if somebody is typing still: then the keyboard's place is not moved. */
  function writeAgain() {
    var typing = document.activeElement && document.activeElement.id in meanwhile;
    Object.keys(meanwhile).forEach(function (id) {
      var field = document.getElementById(id);
      if (field && board().contains(field)) field.value = meanwhile[id];
    });
    meanwhile = {};
    return typing;
  }
  /* The same opinion may stand twice: on its row and among the similar ones. What has no box is a hidden field. */
  function draw() {
    var here = {};
    boxes().forEach(function (box) {
      here[box.value] = true;
      box.checked = Boolean(chosen[box.value]);
    });
    var elsewhere = Object.keys(chosen).filter(function (value) { return !here[value]; });
    carried().textContent = '';
    elsewhere.forEach(function (value) {
      var field = document.createElement('input');
      field.type = 'hidden';
      field.name = 'opinion';
      field.value = value;
      carried().append(field);
    });
    tell(Object.keys(chosen).length, elsewhere.length);
  }
  function tell(number, elsewhere) {
    var place = board().querySelector('[data-picked]');
    var text = number ? '已选 ' + number + ' 条' + (elsewhere ? '（其中 ' + elsewhere + ' 条不在本页）' : '') : '还没有选意见';
    if (place.textContent !== text) place.textContent = text;
    board().querySelector('[data-choice]').hidden = !number;
    board().querySelector('.dock').classList.toggle('is-idle', !number && !document.querySelector('.err-sum'));
    var whole = board().querySelector('[data-tick-all]');
    if (whole) whole.checked = picks().length > 0 && picks().every(function (box) { return box.checked; });
    var url = new URL(board().getAttribute('data-here'), location.href);
    if (number) url.searchParams.set('pick', Object.keys(chosen).join('-'));
    url.hash = location.hash;
    if (url.href !== location.href) history.replaceState(history.state, '', url.href);
  }
  function tick(box, on) {
    if (on) chosen[box.value] = true;
    else delete chosen[box.value];
  }
  document.addEventListener('change', function (event) {
    var field = event.target;
    if (!board()) return;
    if (field.matches('[data-tick-all]')) picks().forEach(function (box) { tick(box, field.checked); });
    if (field.matches('[data-pick]')) tick(field, field.checked);
    if (field.matches('[data-pick], [data-tick-all]')) draw();
    if (field.matches('[data-find]') && field.form) field.form.requestSubmit ? field.form.requestSubmit() : field.form.submit();
  });
  document.addEventListener('click', function (event) {
    if (!board() || !event.target.closest('[data-clear]')) return;
    event.preventDefault();
    event.stopPropagation();
    chosen = {};
    draw();
    focusOn('id_title');
  }, true);
  /* Into a matter and out of it again: what is ticked goes along. */
  document.addEventListener('click', function (event) {
    var link = board() && event.target.closest('a[data-open-matter]');
    if (link) link.search = Object.keys(chosen).length ? '?pick=' + Object.keys(chosen).join('-') : '';
  }, true);
  /* The way back in the corner stands outside the form: what is ticked goes along in its address. */
  document.addEventListener('submit', function (event) {
    var form = event.target;
    if (board() && form.closest('.toast')) form.action = form.action.split('?')[0] + location.search;
  }, true);

  /* --- keys ------------------------------------------------------------------- */
  var at = 0;
  function here() {
    var row = document.activeElement && document.activeElement.closest ? document.activeElement.closest('.op') : null;
    var found = picks().indexOf(row && row.querySelector('[data-pick]'));
    return found < 0 ? at : found;
  }
  function go(index) {
    var boxes = picks();
    if (!boxes.length) return;
    at = Math.max(0, Math.min(index, boxes.length - 1));
    all('.op.is-focus').forEach(function (row) { row.classList.remove('is-focus'); });
    boxes[at].closest('.op').classList.add('is-focus');
    boxes[at].focus();
    boxes[at].scrollIntoView({ block: 'nearest' });
  }
  function press(selector, within) {
    var button = (within || board()).querySelector(selector);
    if (button) button.click();
    return Boolean(button);
  }
  function suggestion(number) {
    var row = picks()[here()] && picks()[here()].closest('.op');
    return press('[data-suggestions] [data-key="' + number + '"]', row || board()) || press('[data-suggestions] [data-key="' + number + '"]');
  }
  function focusOn(id) {
    var field = document.getElementById(id);
    if (field) field.focus();
    return Boolean(field);
  }
  function decline() {
    var menu = board().querySelector('.dock-menu');
    if (!menu) return false;
    menu.open = true;
    return focusOn('id_reason');
  }
  var KEYS = {
    ArrowDown: function () { go(document.activeElement.closest('.op') ? here() + 1 : at); return true; },
    ArrowUp: function () { go(here() - 1); return true; },
    KeyS: function () { return press('[data-similar]', picks()[here()] && picks()[here()].closest('.op')); },
    KeyN: function () { return focusOn('id_title'); },
    KeyX: decline,
    KeyZ: function () { return press('[data-key="z"]'); }
  };
  document.addEventListener('keydown', function (event) {
    if (!board() || event.isComposing || event.keyCode === 229) return;
    if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.repeat && event.code === 'KeyZ') return;
    var digit = /^Digit([1-3])$/.exec(event.code);
    var act = digit ? function () { return suggestion(digit[1]); } : KEYS[event.code];
    if (act && act()) event.preventDefault();
  });
  /* Enter in a field of the bar means the button beside it, not the first of the form. */
  document.addEventListener('keydown', function (event) {
    if (event.key !== 'Enter' || !board() || !event.target.matches('.dock input[type=text], .op [data-pick]')) return;
    event.preventDefault();
    if (event.isComposing || event.keyCode === 229 || event.target.matches('[data-pick]')) return;
    press(event.target.id === 'id_title' ? '[data-act="create"]' : '[data-act="decline"]');
  });

  /* --- after an act: on with the next opinion; after a page is turned: to its head -- */
  document.addEventListener('htmx:afterSettle', function (event) {
    var place = event.detail.elt, asked = event.detail.requestConfig;
    if (!board() || !board().contains(place)) return; /* a toast or a message settles by itself */
    var typing = false;
    if (place.id === 'board') { readAgain(); typing = writeAgain(); }
    draw();
    var like = place.querySelector('[data-suggestions]');
    if (like && place.id !== 'board') like.scrollIntoView({ block: 'nearest' });
    if (typing || place.id !== 'board' || document.querySelector('.err-sum')) return;
    if (!/\/find\/$/.test(asked.path.split('?')[0])) { go(at); return; }
    at = 0;
    var part = document.getElementById(String(asked.formData.get('go') || '').split('#')[1] || '');
    if (!part) return;
    part.scrollIntoView({ block: 'start' });
    var head = part.querySelector('h2');
    head.tabIndex = -1;
    head.focus({ preventScroll: true });
  });
  document.addEventListener('htmx:beforeRequest', function () {
    if (!board()) return;
    at = here();
    sent = Object.assign({}, chosen);
    before = written();
  });
  document.addEventListener('htmx:beforeSwap', function (event) {
    if (board() && event.detail.target === board()) keepWritten();
  });

  /* --- long lists of units ------------------------------------------------------ */
  all('.unit-pick').forEach(function (box) {
    var labels = all('.form-check', box);
    if (labels.length < 8) return;
    var field = document.createElement('input');
    field.type = 'search';
    field.className = 'form-control mb-2';
    field.placeholder = '找单位';
    var legend = box.querySelector('legend, label');
    field.setAttribute('aria-label', '找' + (legend ? legend.textContent.trim().replace('*', '') : '单位'));
    field.addEventListener('input', function () {
      var word = field.value.trim();
      labels.forEach(function (row) {
        row.hidden = Boolean(word) && row.textContent.indexOf(word) < 0 && !row.querySelector('input').checked;
      });
    });
    field.addEventListener('keydown', function (event) { if (event.key === 'Enter') event.preventDefault(); });
    (box.querySelector('.form-check') || box).parentNode.insertBefore(field, box.querySelector('.form-check'));
  });

  if (!board()) return;
  read();
  draw();
  addEventListener('pageshow', function () { read(); draw(); });
  if (location.hash.indexOf('#op-') === 0) {
    var row = document.querySelector(location.hash + ' [data-pick]');
    if (row) go(picks().indexOf(row));
  }
})();
