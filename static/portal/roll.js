/* 签到表：方向键在格子之间走，走到的是格里第一个按钮；打字、选字的时候不起作用。
   没有这个文件，用 Tab 照样能走到每个按钮。 */
(function () {
  'use strict';
  var STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
  function seen(cell) { return cell.offsetParent !== null; }
  function goal(cell) { return cell.querySelector('a, button, summary') || cell.querySelector('.cell'); }
  function cellsOf(row) { return Array.prototype.filter.call(row.cells, seen); }
  document.addEventListener('keydown', function (event) {
    var step = STEPS[event.key];
    if (!step || event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    if (event.target.matches('input, textarea, select')) return;
    var from = event.target.closest('[data-grid] tbody td, [data-grid] tbody th');
    if (!from) return;
    var rows = Array.prototype.slice.call(document.querySelectorAll('[data-grid] tbody tr'));
    var row = rows[rows.indexOf(from.parentNode) + step[0]];
    var next = row && cellsOf(row)[cellsOf(from.parentNode).indexOf(from) + step[1]];
    var place = next && goal(next);
    if (!place) return;
    event.preventDefault();
    if (place.matches('.cell')) place.tabIndex = -1;
    place.focus();
  });
})();
