/* Draws the rows of the record, newest first; a row is drawn anew only when something in it changed. */
(function () {
  'use strict';
  var parts = (window.capture = window.capture || {});
  var BADGES = {
    saved: ['ok', 'check2', '已保存'],
    storing: ['wait', 'hourglass-split', '正在存'], /* not yet on the disk: only 待上传 survives a pulled battery */
    waiting: ['wait', 'cloud-slash', '待上传'],
    refused: ['danger', 'exclamation-octagon-fill', '未存上'],
    stale: ['danger', 'exclamation-octagon-fill', '未存上'],
  };

  /* Why a row has no buttons any more, by what the server says fixed it. */
  var FIXED = {
    signed: '已由本人签字，不能再改；要改，请先在“发言核对”里撤销核对',
    printed: '已编进印发的简报，不能再改',
    merged: '已归并，不能再改',
    settled: '已定为不交办，不能再改',
  };

  parts.make = function (tag, css, text) {
    var el = document.createElement(tag);
    if (css) el.className = css;
    if (text !== undefined) el.textContent = text;
    return el;
  };
  parts.icon = function (name) {
    var el = parts.make('i', 'bi bi-' + name);
    el.setAttribute('aria-hidden', 'true');
    return el;
  };
  var make = parts.make;
  /* A pasted table as people read one; the server does the same (common/text.py). */
  parts.untabled = function (text) {
    return text.replace(/\r\n?/g, '\n').split('\n').map(function (line) {
      if (line.trim().indexOf('\t') < 0) return line;
      return line.split('\t').map(function (cell) { return cell.trim(); }).filter(Boolean).join('；');
    }).join('\n').trim();
  };

  function badge(state) {
    var look = BADGES[state];
    var el = make('span', 'st st-' + look[0]);
    el.append(parts.icon(look[1]), look[2]);
    return el;
  }
  function button(text, about, act) {
    var el = make('button', 'btn btn-quiet btn-sm', text);
    el.type = 'button';
    el.append(make('span', 'visually-hidden', about));
    el.addEventListener('click', function () { act(el); });
    return el;
  }

  /* names: speaker(id) → {name, about}, place(topic) → words, intent(value) → words; acts: edit, remove, mine, theirs. */
  function Rows(place, names, acts) {
    this.place = place;
    this.names = names;
    this.acts = acts;
    this.drawn = new Map();
  }

  Rows.prototype.draw = function (rows, total) {
    var kept = new Set();
    var before = null;
    rows.forEach(function (item) {
      var row = item.row;
      var el = this._element(row, total - item.index);
      kept.add(row.id);
      var next = before ? before.nextSibling : this.place.firstChild;
      if (next !== el) this.place.insertBefore(el, next);
      before = el;
    }, this);
    this.drawn.forEach(function (one, id) {
      if (kept.has(id)) return;
      one.el.remove();
      this.drawn.delete(id);
    }, this);
  };

  Rows.prototype._element = function (row, number) {
    var who = this.names.speaker(row.speaker);
    var sign = JSON.stringify([row.text, row.intent, row.topic, who.name, who.about, row.state, row.message, row.fixed, row.said, row.recorder]);
    var known = this.drawn.get(row.id);
    if (known && known.sign === sign) {
      if (known.number !== number) { known.el.querySelector('.no').textContent = number; known.number = number; }
      return known.el;
    }
    var el = this._build(row, number, who);
    if (known) { var inside = known.el.contains(document.activeElement); known.el.replaceWith(el); if (inside) el.querySelector('button') && el.querySelector('button').focus(); }
    this.drawn.set(row.id, { el: el, sign: sign, number: number });
    return el;
  };

  Rows.prototype._build = function (row, number, who) {
    var el = make('article', 'entry' + (row.state === 'saved' ? '' : ' is-pending'));
    el.setAttribute('data-row', row.id);
    el.setAttribute('data-state', row.state);
    el.append(make('span', 'no num', number));
    var body = make('div');
    body.append(make('p', 'pre-line', row.text), this._meta(row, who));
    if (row.state === 'refused' || row.state === 'stale') body.append(this._trouble(row));
    var side = make('div', 'side-state');
    side.append(make('div', 'num mb-1', row.said), badge(row.state), this._buttons(row, number));
    el.append(body, side);
    return el;
  };
  Rows.prototype._meta = function (row, who) {
    var meta = make('div', 'meta');
    meta.append(make('b', 'ink2 fw-55', who.name), make('span', '', who.about));
    meta.append(make('span', 'tag', this.names.place(row.topic)), make('span', 'tag', this.names.intent(row.intent)));
    if (this.names.other(row.recorder)) meta.append(make('span', 'muted', '另一位记录人'));
    return meta;
  };
  Rows.prototype._buttons = function (row, number) {
    var place = make('div', 'row-acts');
    if (row.fixed) { if (FIXED[row.fixed]) place.append(make('span', 'tiny muted', FIXED[row.fixed])); return place; }
    var acts = this.acts;
    place.append(button('改', '第 ' + number + ' 条', function () { acts.edit(row.id); }));
    place.append(button('删', '第 ' + number + ' 条', function (el) {
      if (el.hasAttribute('data-sure')) { acts.remove(row.id); return; }
      el.setAttribute('data-sure', '');
      el.firstChild.textContent = '确定删除';
      setTimeout(function () { el.removeAttribute('data-sure'); el.firstChild.textContent = '删'; }, 4000);
    }));
    return place;
  };
  /* Why it was not saved, and for two texts of one row: both, and the choice. */
  Rows.prototype._trouble = function (row) {
    var acts = this.acts;
    var note = make('div', 'note note-danger mt-2');
    note.setAttribute('role', 'alert');
    var text = make('div');
    text.append(make('b', '', '没有存上。'), ' ' + (row.message || ''));
    var buttons = make('div', 'acts');
    if (row.state === 'stale' && row.entry.kind === 'edit' && row.entry.now && !row.entry.now.deleted) {
      text.append(make('div', 'small mt-1', '现在的内容：' + row.entry.now.text), make('div', 'small', '您改的内容：' + row.entry.body.original));
      buttons.append(button('用我的', '', function () { acts.mine(row.entry); }), button('用现在的', '', function () { acts.theirs(row.entry); }));
    } else if (row.entry.kind === 'row') {
      buttons.append(button('改一下再存', '', function () { acts.edit(row.id); }));
    } else {
      if (row.entry.kind === 'edit') buttons.append(button('重新记一条', '', function () { acts.again(row.entry); }));
      buttons.append(button('知道了', '', function () { acts.theirs(row.entry); }));
    }
    note.append(parts.icon('exclamation-octagon-fill'), text, buttons);
    return note;
  };

  parts.Rows = Rows;
})();
