/* 勾代表：收起来的一栏里按姓名找；记着勾了几位；恢复草稿时勾着的不藏起来。
   没有这个文件，一栏照样能打开、能勾。 */
(function () {
  'use strict';
  function all(selector, within) { return Array.prototype.slice.call(within.querySelectorAll(selector)); }

  function start(place) {
    var fold = place.querySelector('details');
    if (!fold) return;
    var find = fold.querySelector('[data-find]');
    var said = fold.querySelector('[data-found]');
    var count = fold.querySelector('[data-ticked]');
    var rows = all('[data-name]', fold);

    function tell() {
      var ticked = fold.querySelectorAll('input:checked').length;
      count.textContent = ticked ? '已勾 ' + ticked + ' 位' : '';
      return ticked;
    }
    function narrow() {
      var asked = find.value.replace(/\s/g, '').toLowerCase();
      var found = rows.filter(function (row) {
        var fits = !asked || row.dataset.name.indexOf(asked) > -1 || row.dataset.initials.indexOf(asked) === 0;
        row.hidden = !fits;
        return fits;
      });
      said.textContent = !asked ? '' : found.length ? '找到 ' + found.length + ' 位' : '没有找到，换一个字试试';
    }
    if (find) {
      find.addEventListener('input', narrow);
      /* Enter 只用来找，不提交整张表；输入法正在拼字时不管 */
      find.addEventListener('keydown', function (event) {
        if (event.key === 'Enter' && !event.isComposing && event.keyCode !== 229) event.preventDefault();
      });
    }
    fold.addEventListener('change', tell);
    place.closest('form').addEventListener('reset', function () { setTimeout(function () { if (find) narrow(); tell(); }, 0); });
    if (tell()) fold.open = true;
  }
  all('[data-deputies]', document).forEach(start);
})();
