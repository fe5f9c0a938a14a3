/* A session that ends while somebody types: sign in again in a dialog, nothing typed is lost.
   An htmx request is answered with 401 and the dialog; signing in there answers 204 and the event
   signed-in {csrf, user}. Plain forms marked data-keep ask first whether the session still stands. */
(function () {
  'use strict';
  var body = document.body;
  var user = body.getAttribute('data-user');
  var SESSION = body.getAttribute('data-session');
  if (!user || !window.fetch || !window.htmx) return;
  var portal = window.portal;
  var then = null;      /* what to do again after signing in */
  var dismissed = false; /* closed without signing in: polls must not open it again and again */

  function dialog() { return document.querySelector('dialog[data-login-dialog]'); }
  function offline() { portal.alarm('网络不通。', '您填的内容还在页面上。请检查网络，再点一次。'); }

  /* --- the dialog ----------------------------------------------------------- */
  function open(html, next) {
    then = next || then;
    if (!dialog()) body.insertAdjacentHTML('beforeend', html);
    htmx.process(dialog());
    front();
  }
  function front() {
    var box = dialog();
    if (!box || box.hasAttribute('data-front')) return;
    box.setAttribute('data-front', '');
    if (box.showModal) {
      box.removeAttribute('open');
      box.showModal();
    } else {
      box.setAttribute('role', 'dialog');
      box.setAttribute('aria-modal', 'true');
    }
    box.addEventListener('close', leave);
    var no = document.createElement('button');
    no.type = 'button';
    no.className = 'btn btn-quiet btn-block mt-2';
    no.textContent = '先不登录，回到页面';
    no.addEventListener('click', leave);
    box.append(no);
    var first = box.querySelector('input:not([type=hidden]):not([value])') || box.querySelector('input:not([type=hidden])');
    if (first) first.focus();
  }
  function shut() {
    var box = dialog();
    if (!box) return;
    box.removeEventListener('close', leave);
    if (box.close && box.open) box.close();
    box.remove();
  }
  function leave() { dismissed = true; then = null; shut(); }
  document.addEventListener('htmx:afterSettle', front);

  /* --- back in ---------------------------------------------------------------- */
  document.addEventListener('signed-in', function (event) {
    var again = then;
    then = null;
    dismissed = false;
    shut();
    take(event.detail.csrf);
    if (String(event.detail.user) !== user) {
      setTimeout(function () { /* after the success of signing in has calmed the page */
        portal.alarm('您换了一个账号登录。', '刚才填的内容没有提交，请先复制下来，再刷新页面。');
      }, 0);
      return;
    }
    portal.calm();
    portal.say('已登录');
    if (again) setTimeout(again, 0);
  });
  /* Signing in changes the form token: everything on this page takes the new one. */
  function take(token) {
    body.setAttribute('hx-headers', JSON.stringify({ 'X-CSRFToken': token }));
    Array.prototype.forEach.call(document.querySelectorAll('input[name=csrfmiddlewaretoken]'), function (field) { field.value = token; });
  }

  /* --- htmx ------------------------------------------------------------------- */
  function retryOf(detail) {
    var event = detail.requestConfig && detail.requestConfig.triggeringEvent;
    var elt = detail.elt;
    if (!event || !elt.isConnected || elt.closest('[data-login-dialog]')) return null;
    return function () {
      if (elt.tagName !== 'FORM') { htmx.trigger(elt, event.type); return; }
      portal.release(elt);
      if (event.submitter) event.submitter.click(); /* a click tells htmx which button, and so which address */
      else elt.requestSubmit();
    };
  }
  document.addEventListener('htmx:responseError', function (event) {
    var detail = event.detail;
    var status = detail.xhr.status;
    var inside = detail.elt.closest('[data-login-dialog]');
    if (inside && status === 429) { /* too many wrong passwords: the dialog says until when */
      shut();
      open(detail.xhr.responseText, null);
    } else if (status === 401) {
      var retry = retryOf(detail);
      if (retry || !dismissed) open(detail.xhr.responseText, retry);
    } else if (status === 403) refused(detail);
  });
  /* 403 may be an old form token, if somebody signed in anew in another window: fetch the present one, try once more. */
  function refused(detail) {
    var retry = retryOf(detail);
    if (!retry || detail.elt.hasAttribute('data-retried')) {
      portal.alarm('这一步没有办成：您没有这个权限，或者页面放得太久了。', '您填的内容还在页面上，请先复制，再刷新页面。');
      return;
    }
    detail.elt.setAttribute('data-retried', '');
    fetch(SESSION, { credentials: 'same-origin' }).then(function (answer) { return answer.text(); }).then(function (text) {
      var page = new DOMParser().parseFromString(text, 'text/html').body;
      if (page.getAttribute('data-user') !== user) { refused(detail); return; }
      take(JSON.parse(page.getAttribute('hx-headers'))['X-CSRFToken']);
      retry();
    }).catch(offline);
  }

  /* --- plain forms ------------------------------------------------------------- */
  document.addEventListener('submit', function (event) {
    var form = event.target;
    if (!form.hasAttribute('data-keep') || form.method !== 'post' || portal.usesHtmx(form)) return;
    if (form.hasAttribute('data-asked')) { form.removeAttribute('data-asked'); return; }
    event.preventDefault();
    event.stopImmediatePropagation();
    if (form.hasAttribute('data-asking') || form.hasAttribute('data-busy')) return;
    form.setAttribute('data-asking', '');
    var button = event.submitter || undefined;
    var go = function () { form.setAttribute('data-asked', ''); form.requestSubmit(button); };
    fetch(SESSION, { headers: { 'HX-Request': 'true' }, credentials: 'same-origin' }).then(function (answer) {
      form.removeAttribute('data-asking');
      if (answer.status === 401) answer.text().then(function (html) { open(html, go); });
      else go();
    }).catch(function () { form.removeAttribute('data-asking'); offline(); });
  }, true);
})();
