/* A session that ends while somebody types: sign in again in a dialog, nothing typed is lost.
   htmx requests answer 401; forms marked data-keep ask first whether the session still stands. */
(function () {
  'use strict';
  var body = document.body;
  var user = body.getAttribute('data-user');
  if (!user || !window.fetch) return;
  var LOGIN = body.getAttribute('data-login');
  var SESSION = body.getAttribute('data-session');
  var ASK = { 'HX-Request': 'true' };
  var dialog = null;
  var after = null;
  var dismissed = false;

  function parse(text) { return new DOMParser().parseFromString(text, 'text/html'); }
  function signInForm(page) {
    var secret = page.querySelector('form input[type=password]');
    return secret ? secret.form : null;
  }

  /* --- the dialog ----------------------------------------------------------- */
  function open(then) {
    after = then;
    if (dialog) return;
    fetch(LOGIN, { credentials: 'same-origin' }).then(function (answer) { return answer.text(); }).then(function (text) {
      var page = parse(text);
      var form = signInForm(page);
      if (form) show(form);
      else finish(page); /* signed in meanwhile, in another window */
    }).catch(offline);
  }
  function show(form) {
    if (!dialog) {
      dialog = document.createElement('dialog');
      dialog.className = 'sign-in';
      dialog.setAttribute('aria-labelledby', 'sign-in-h');
      dialog.addEventListener('close', close);
      body.append(dialog);
    }
    dialog.textContent = '';
    var head = document.createElement('h2');
    head.id = 'sign-in-h';
    head.textContent = '登录已过期，请再登录一次';
    var say = document.createElement('p');
    say.className = 'ink2';
    say.textContent = '您填的内容还在页面上，登录后接着办。';
    var no = document.createElement('button');
    no.type = 'button';
    no.className = 'btn btn-quiet btn-block mt-2';
    no.textContent = '先不登录';
    no.addEventListener('click', function () { dismissed = true; dialog.close ? dialog.close() : close(); });
    form = document.importNode(form, true);
    form.setAttribute('action', LOGIN);
    form.addEventListener('submit', send);
    dialog.append(head, say, form, no);
    if (!dialog.showModal) { dialog.setAttribute('open', ''); dialog.setAttribute('role', 'dialog'); dialog.setAttribute('aria-modal', 'true'); }
    else if (!dialog.open) dialog.showModal();
    var first = dialog.querySelector('input:not([type=hidden])');
    if (first) first.focus();
  }
  function close() {
    if (!dialog) return;
    var gone = dialog;
    dialog = null;
    gone.remove();
    dismissed = true;
  }
  function send(event) {
    event.preventDefault();
    event.stopPropagation();
    var form = event.target;
    var data = new FormData(form);
    data.set('next', SESSION);
    fetch(LOGIN, { method: 'POST', body: data, credentials: 'same-origin' })
      .then(function (answer) { return answer.text(); })
      .then(function (text) {
        var page = parse(text);
        var again = signInForm(page);
        if (again && page.body.getAttribute('data-user') === null) show(again);
        else finish(page);
      }).catch(offline);
  }
  function offline() { window.portal.alarm('网络不通。', '您填的内容还在页面上。请检查网络，再点一次。'); }

  /* --- back in ---------------------------------------------------------------- */
  function finish(page) {
    var who = page.body.getAttribute('data-user');
    var then = after;
    if (dialog) { dialog.removeEventListener('close', close); dialog.remove(); dialog = null; }
    after = null;
    dismissed = false;
    if (!take(page)) { offline(); return; }
    if (who !== user) {
      window.portal.alarm('您换了一个账号登录。', '刚才填的内容没有提交，请先复制下来，再刷新页面。');
      return;
    }
    window.portal.calm();
    window.portal.say('已登录');
    if (then) then();
  }
  /* Signing in changes the form token: every form on this page takes the new one. */
  function take(page) {
    var headers = page.body.getAttribute('hx-headers');
    if (!headers) return false;
    var token = JSON.parse(headers)['X-CSRFToken'];
    body.setAttribute('hx-headers', headers);
    Array.prototype.forEach.call(document.querySelectorAll('input[name=csrfmiddlewaretoken]'), function (field) { field.value = token; });
    return true;
  }

  /* --- who asks ---------------------------------------------------------------- */
  function again(detail) {
    var event = detail.requestConfig && detail.requestConfig.triggeringEvent;
    var elt = detail.elt;
    if (!event || !elt.isConnected) return null;
    return function () {
      if (elt.tagName === 'FORM') { window.portal.release(elt); elt.requestSubmit(); } else window.htmx.trigger(elt, event.type);
    };
  }
  document.addEventListener('htmx:responseError', function (event) {
    var status = event.detail.xhr.status;
    var retry = again(event.detail);
    var asked = event.detail.requestConfig.triggeringEvent;
    var byHand = asked && asked.isTrusted !== false && asked.type !== 'load';
    if (status === 401 && (byHand || !dismissed)) open(byHand ? retry : null);
    if (status === 403) refused(event.detail, retry);
  });
  /* 403 may be an old form token: signed in anew in another window. Take the present one and try once more. */
  function refused(detail, retry) {
    if (!retry || detail.elt.hasAttribute('data-retried')) {
      window.portal.alarm('这一步没有办成：您没有这个权限，或者页面放得太久了。', '您填的内容还在页面上，请先复制，再刷新页面。');
      return;
    }
    detail.elt.setAttribute('data-retried', '');
    fetch(SESSION, { credentials: 'same-origin' }).then(function (answer) { return answer.text(); })
      .then(function (text) { if (take(parse(text))) retry(); }).catch(offline);
  }

  /* A plain form leaves the page; ask first, so that what is typed stays if the session is over. */
  document.addEventListener('submit', function (event) {
    var form = event.target;
    if (!form.hasAttribute('data-keep') || form.method !== 'post' || window.portal.usesHtmx(form)) return;
    if (form.hasAttribute('data-asked')) { form.removeAttribute('data-asked'); return; }
    event.preventDefault();
    event.stopImmediatePropagation();
    if (form.hasAttribute('data-asking')) return;
    form.setAttribute('data-asking', '');
    var button = event.submitter || null;
    var go = function () { form.setAttribute('data-asked', ''); form.requestSubmit(button || undefined); };
    fetch(SESSION, { headers: ASK, credentials: 'same-origin' })
      .then(function (answer) { form.removeAttribute('data-asking'); answer.status === 401 ? open(go) : go(); })
      .catch(function () { form.removeAttribute('data-asking'); offline(); });
  }, true);
})();
