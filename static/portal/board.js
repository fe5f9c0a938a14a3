/* 梳理归并 with the keyboard, and the filter boxes of long lists of units.
   Alt combinations only, inert while an input method composes; without this file every form still works. */
(function () {
  'use strict';
  var portal = window.portal;

  function all(selector, within) { return Array.prototype.slice.call((within || document).querySelectorAll(selector)); }
  function board() { return document.querySelector('[data-board]'); }
  function picks() { return board() ? all('.op > [data-pick]', board()) : []; }

  /* --- how many are ticked -------------------------------------------------- */
  function count() {
    var place = board() && board().querySelector('[data-picked]');
    if (!place) return;
    var chosen = {};
    all('[data-pick]:checked', board()).forEach(function (box) { chosen[box.value] = true; });
    var number = Object.keys(chosen).length;
    place.textContent = number ? '已选 ' + number + ' 条意见' : '选中意见后：';
    var whole = board().querySelector('[data-tick-all]');
    if (whole) whole.checked = picks().length > 0 && picks().every(function (box) { return box.checked; });
  }
  document.addEventListener('change', function (event) {
    var field = event.target;
    if (field.matches('[data-tick-all]')) picks().forEach(function (box) { box.checked = field.checked; });
    if (field.matches('[data-pick]')) { /* the same opinion may stand twice: on its row and among the similar ones */
      all('[data-pick][value="' + field.value + '"]').forEach(function (box) { box.checked = field.checked; });
    }
    if (field.matches('[data-pick], [data-tick-all]')) count();
    if (field.matches('[data-find]') && field.form) field.form.requestSubmit ? field.form.requestSubmit() : field.form.submit();
  });

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

  /* --- after an act: on with the next opinion ---------------------------------- */
  document.addEventListener('htmx:afterSettle', function (event) {
    if (!board()) return;
    count();
    var like = event.detail.elt.querySelector('[data-suggestions]');
    if (like && event.detail.elt.id !== 'board') like.scrollIntoView({ block: 'nearest' });
    if (event.detail.elt.id !== 'board') return;
    if (!document.querySelector('.err-sum')) go(at);
  });
  document.addEventListener('htmx:beforeRequest', function () { if (board()) at = here(); });

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

  count();
  if (portal && board() && location.hash.indexOf('#op-') === 0) {
    var row = document.querySelector(location.hash + ' [data-pick]');
    if (row) go(picks().indexOf(row));
  }
})();
