/* 编组：在“移到…”上按回车就移；Alt+Z 撤回刚才的一步。输入法选字时都不起作用。
   没有这个文件，按钮照样能用。 */
(function () {
  'use strict';
  document.addEventListener('keydown', function (event) {
    if (event.isComposing || event.keyCode === 229) return;
    var field = event.target;
    if (event.key === 'Enter' && field.matches && field.matches('[data-move]') && field.value) {
      event.preventDefault();
      field.form.requestSubmit();
      return;
    }
    if (event.code !== 'KeyZ' || !event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.repeat) return;
    var undo = document.querySelector('[data-undo]');
    if (!undo) return;
    event.preventDefault();
    undo.click();
  });
})();
