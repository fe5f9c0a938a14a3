/* Fields that matter only for one answer: [data-when="name=value"] shows while that choice is made.
   Without this script everything stays visible; a hidden field keeps what was typed. */
(function () {
  'use strict';
  function chosen(form, name) {
    var picked = form.querySelector('[name="' + name + '"]:checked');
    return picked ? picked.value : '';
  }
  function refresh(form) {
    form.querySelectorAll('[data-when]').forEach(function (box) {
      var pair = box.getAttribute('data-when').split('=');
      var wrong = box.querySelector('.is-invalid');
      box.hidden = chosen(form, pair[0]) !== pair[1] && !wrong;
    });
  }
  function start(root) {
    root.querySelectorAll('form').forEach(function (form) {
      if (!form.querySelector('[data-when]') || form.dataset.whenReady) return;
      form.dataset.whenReady = '1';
      form.addEventListener('change', function () { refresh(form); });
      refresh(form);
    });
  }
  start(document);
  document.addEventListener('htmx:load', function (event) { start(event.target.parentNode || document); });
})();
