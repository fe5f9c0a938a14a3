/* What Django's catalogues leave unsaid to a screen reader: names of pickers and of an empty heading. */
(function () {
  'use strict';
  function nameOf(picker) {
    var field = picker.closest('.select2-container').previousElementSibling;
    var label = field && field.labels && field.labels[0];
    return label ? label.textContent.replace(/[：:]\s*$/, '').trim() : (field && field.getAttribute('aria-label')) || '选择';
  }
  function setIf(node, name, value) { if (value && node.getAttribute(name) !== value) node.setAttribute(name, value); }
  function each(selector, deed) { Array.prototype.forEach.call(document.querySelectorAll(selector), deed); }
  function mend() {
    each('.select2-selection[role=combobox]', function (picker) {
      var shown = picker.querySelector('.select2-selection__rendered');
      picker.removeAttribute('aria-labelledby');
      if (shown) { shown.removeAttribute('role'); shown.removeAttribute('aria-readonly'); }
      setIf(picker, 'aria-label', nameOf(picker) + (shown && shown.title ? '：' + shown.title : ''));
      setIf(picker, 'aria-controls', picker.getAttribute('aria-owns') || picker.parentNode.parentNode.previousElementSibling.id);
    });
    each('.select2-search__field', function (field) { setIf(field, 'aria-label', '输入名称查找'); });
    each('body > .select2-container--open', function (list) { setIf(list, 'role', 'region'); setIf(list, 'aria-label', '可选的'); });
    each('.tabular tr.form-row td[class^=field-] input:not([type=hidden]), .tabular tr.form-row td[class^=field-] select, .tabular tr.form-row td[class^=field-] textarea, .tabular td.delete input', function (field) {
      if (field.labels && field.labels.length || field.hasAttribute('aria-label')) return;
      var cell = field.closest('td');
      var head = cell.closest('table').querySelectorAll('thead th')[cell.cellIndex - 1] || null;
      var row = cell.parentNode.querySelector('td.original p');
      setIf(field, 'aria-label', (cell.classList.contains('delete') ? '移去' : (head ? head.textContent.trim() : '')) + (row ? '：' + row.textContent.trim() : ''));
    });
    each('thead th:empty', function (cell) {
      var said = document.createElement('span');
      said.className = 'visually-hidden';
      said.textContent = cell.classList.contains('original') ? '已有的' : '移去';
      cell.append(said);
    });
  }
  document.addEventListener('DOMContentLoaded', function () {
    mend();
    new MutationObserver(mend).observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ['aria-expanded', 'aria-owns', 'aria-labelledby', 'role'] });
  });
})();
