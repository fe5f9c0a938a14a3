/* 接待登记：按选的处理方式，把“怎样答复”一栏说得更明白；勾“只报县里”就选上报县人大。
   没有这个文件，页面照样能填、能存。 */
(function () {
  'use strict';
  var routes = document.querySelector('[data-routes]');
  if (!routes) return;
  var form = routes.closest('form');
  var label = form.querySelector('label[for=id_answer]');
  var hint = form.querySelector('[data-answer] .form-text');
  var sealed = form.querySelector('[name=sealed]');
  var anonymous = form.querySelector('[name=is_anonymous]');
  var name = form.querySelector('[name=name]');
  var WORDS = {
    settled: ['怎样答复的', '必填，写一句就行。'],
    other: ['还要说明的', '选填；上面没有合适的原因，就在这里写明理由。'],
    station: ['说明', '选填，如请谁来商量。'],
    township: ['转办说明', '选填。'],
    county: ['说明', '选填。'],
    suggestion: ['说明', '选填，如由哪位代表提。']
  };
  var elsewhere = form.querySelector('[data-elsewhere]');
  var reason = form.querySelector('[name=elsewhere]');
  var where = document.createElement('p');
  where.className = 'note small mb-0';
  where.setAttribute('role', 'status');
  elsewhere.insertBefore(where, elsewhere.querySelector('[data-places]'));
  elsewhere.querySelector('[data-places]').hidden = true;
  var ANY = [label.textContent, hint.textContent];

  function say() {
    var chosen = routes.querySelector('input:checked');
    var words = (chosen && WORDS[chosen.value]) || ANY;
    label.textContent = words[0];
    hint.textContent = words[1];
    elsewhere.hidden = !chosen || chosen.value !== 'other';
    var place = reason.value && elsewhere.querySelector('[data-place=' + reason.value + ']');
    where.hidden = !place;
    where.textContent = place ? '告诉来访人：' + place.textContent : '';
  }
  function seal() {
    if (!sealed.checked) return;
    routes.querySelector('[value=county]').checked = true;
    say();
  }
  function unname() {
    name.disabled = anonymous.checked;
  }
  routes.addEventListener('change', say);
  reason.addEventListener('change', say);
  sealed.addEventListener('change', seal);
  anonymous.addEventListener('change', unname);
  form.addEventListener('reset', function () { setTimeout(function () { say(); unname(); }, 0); });
  say();
  unname();
})();
