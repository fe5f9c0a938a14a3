/* What every page shares: print, copy, submit once, drafts, menus, toasts, and what htmx needs around it.
   Plain ES2019, no inline anything. Without this file links and forms still work. */
(function () {
  'use strict';
  var root = document.documentElement;
  root.classList.add('js');
  var portal = (window.portal = {});
  var KEPT = '您填的内容还在页面上。';

  function all(selector, within) { return Array.prototype.slice.call((within || document).querySelectorAll(selector)); }
  function make(tag, css, text) {
    var el = document.createElement(tag);
    if (css) el.className = css;
    if (text) el.textContent = text;
    return el;
  }

  /* --- saying things ----------------------------------------------------- */
  portal.say = function (text) {
    var live = document.getElementById('live');
    if (!live) return;
    live.textContent = '';
    setTimeout(function () { live.textContent = text; }, 50);
  };
  /* A banner that stays until it is closed or the next success. */
  portal.alarm = function (title, text) {
    var place = document.getElementById('alarm');
    if (!place) return;
    var note = make('div', 'note note-danger');
    var icon = make('i', 'bi bi-exclamation-octagon-fill');
    icon.setAttribute('aria-hidden', 'true');
    var body = make('div', 'flex-grow-1');
    body.append(make('b', '', title), ' ' + text);
    var close = make('button', 'btn btn-plain btn-sm', '知道了');
    close.type = 'button';
    close.addEventListener('click', portal.calm);
    note.append(icon, body, close);
    place.textContent = '';
    place.append(note);
  };
  portal.calm = function () {
    var place = document.getElementById('alarm');
    if (place) place.textContent = '';
  };

  /* --- print, copy, show a password, close menus -------------------------- */
  /* data-copy is the text itself, or #id of the element that holds it. */
  function copyFrom(button) {
    var what = button.getAttribute('data-copy');
    var source = what.charAt(0) === '#' ? document.querySelector(what) : null;
    var text = source ? ('value' in source ? source.value : source.textContent) : what;
    var done = function () { said(button, '已复制'); };
    var byHand = function () {
      var box = source || boxBeside(button, text);
      select(box);
      if (document.execCommand('copy')) done();
      else said(button, '已选中，请按 Ctrl+C 复制');
    };
    if (navigator.clipboard && window.isSecureContext) navigator.clipboard.writeText(text).then(done, byHand);
    else byHand();
  }
  function boxBeside(button, text) {
    var box = button.parentNode.querySelector('textarea[data-copied]');
    if (!box) {
      box = make('textarea', 'form-control mt-2');
      box.setAttribute('data-copied', '');
      box.setAttribute('aria-label', '可复制的文字');
      box.readOnly = true;
      box.rows = 4;
      button.after(box);
    }
    box.value = text;
    return box;
  }
  function select(source) {
    source.focus();
    if (source.select) { source.select(); source.setSelectionRange(0, source.value.length); return; }
    var range = document.createRange();
    range.selectNodeContents(source);
    var chosen = getSelection();
    chosen.removeAllRanges();
    chosen.addRange(range);
  }
  function said(button, text) {
    portal.say(text);
    var after = button.nextElementSibling;
    if (!after || !after.hasAttribute('data-said')) {
      after = make('span', 'small c-ok ms-2');
      after.setAttribute('data-said', '');
      button.after(after);
    }
    after.textContent = text;
  }
  function showPassword(button) {
    var field = document.querySelector(button.getAttribute('data-reveal'));
    if (!field) return;
    var hidden = field.type === 'password';
    field.type = hidden ? 'text' : 'password';
    button.setAttribute('aria-pressed', String(hidden));
  }
  function closeMenus(except) {
    all('details.confirm[open], details.menu[open]').forEach(function (menu) {
      if (!except || !menu.contains(except)) menu.open = false;
    });
  }
  document.addEventListener('click', function (event) {
    var hit = event.target.closest('[data-print], [data-copy], [data-reveal]');
    if (hit && hit.hasAttribute('data-print')) window.print();
    else if (hit && hit.hasAttribute('data-copy')) copyFrom(hit);
    else if (hit) showPassword(hit);
    closeMenus(event.target);
  });
  document.addEventListener('keydown', function (event) {
    if (event.key !== 'Escape' || event.isComposing) return;
    var menu = event.target.closest && event.target.closest('details[open]');
    closeMenus();
    if (menu) menu.querySelector('summary').focus();
  });

  /* --- submit once -------------------------------------------------------- */
  /* A name and value on the button pressed still travel: it is disabled only after they are collected. */
  function hold(form) {
    form.setAttribute('data-busy', '');
    setTimeout(function () {
      if (!form.hasAttribute('data-busy')) return;
      all('button:not([type=button]), input[type=submit]', form).forEach(function (button) {
        if (button.disabled) return;
        button.disabled = true;
        button.setAttribute('data-held', '');
      });
    }, 0);
    setTimeout(function () { release(form); }, 15000);
  }
  function release(form) {
    form.removeAttribute('data-busy');
    all('[data-held]', form).forEach(function (button) {
      button.disabled = false;
      button.removeAttribute('data-held');
    });
  }
  portal.hold = hold;
  portal.release = release;
  document.addEventListener('submit', function (event) {
    var form = event.target;
    if (event.defaultPrevented || form.method !== 'post' || usesHtmx(form)) return;
    if (form.hasAttribute('data-busy')) { event.preventDefault(); return; }
    hold(form);
    portal.draft.submitted(form);
  });
  addEventListener('pageshow', function () { all('form[data-busy]').forEach(release); });
  function usesHtmx(form) { return ['hx-post', 'hx-put', 'hx-patch', 'hx-delete'].some(function (name) { return form.hasAttribute(name); }); }
  portal.usesHtmx = usesHtmx;

  /* --- htmx --------------------------------------------------------------- */
  function formOf(detail) { return detail.elt && (detail.elt.closest ? detail.elt.closest('form') : null); }
  document.addEventListener('htmx:beforeRequest', function (event) {
    var form = event.detail.elt;
    if (form.tagName !== 'FORM') return;
    if (form.hasAttribute('data-busy')) { event.preventDefault(); return; }
    hold(form);
  });
  document.addEventListener('htmx:afterRequest', function (event) {
    var form = formOf(event.detail);
    if (form) release(form);
    if (!event.detail.successful) return;
    portal.calm();
    if (form && event.detail.xhr.status < 300) portal.draft.clear(form);
  });
  document.addEventListener('htmx:sendError', function () {
    portal.alarm('网络不通。', KEPT + '请检查网络，再点一次。');
  });
  document.addEventListener('htmx:timeout', function () {
    portal.alarm('等了很久没有回音。', KEPT + '请过一会儿再点一次。');
  });
  document.addEventListener('htmx:responseError', function (event) {
    var status = event.detail.xhr.status;
    if (status === 401 || status === 403) return; /* session.js answers these */
    if (status === 404) portal.alarm('这一条已经不在了，或者您看不到它。', KEPT + '请刷新页面看最新情况。');
    else if (status === 413) portal.alarm('文件太大了。', '请换小一点的文件。');
    else if (status === 429 && !event.detail.elt.closest('[data-login-dialog]')) portal.alarm('点得太快了。', KEPT + '请等一分钟再试。');
    else portal.alarm('没有办成，问题已经记下。', KEPT + '请过一会儿再试。');
  });
  /* After a swap the focus must not fall to the top of the page: it goes to what is new. */
  document.addEventListener('htmx:afterSettle', function (event) {
    var place = event.detail.elt;
    startIn(place);
    var asked = event.detail.requestConfig && event.detail.requestConfig.triggeringEvent;
    if (!asked || !asked.isTrusted || place.closest('[aria-live], [role=status]')) return;
    var lost = !document.activeElement || document.activeElement === document.body;
    var goal = place.querySelector('[data-focus]') || (lost ? place.querySelector('h1, h2, h3') : null);
    if (!goal) return;
    if (!goal.matches('a, button, input, select, textarea, [tabindex]')) goal.tabIndex = -1;
    goal.focus();
  });

  /* --- toasts ------------------------------------------------------------- */
  function showToasts() {
    all('#toasts .toast').forEach(function (toast) {
      if (toast.hasAttribute('data-shown') || !window.bootstrap) return;
      toast.setAttribute('data-shown', '');
      toast.addEventListener('hidden.bs.toast', function () { toast.remove(); });
      new bootstrap.Toast(toast).show();
    });
  }
  document.addEventListener('htmx:oobAfterSwap', function () { showToasts(); });

  /* --- drafts: <form data-draft="key">, fields with data-draft-field -------- */
  /* Kept in this browser for three days, per user; cleared when an htmx answer or a
     success message says that the server has taken the form, so never too early. Only
     marked fields are kept: names and telephone numbers of residents are never marked. */
  var PREFIX = 'portal-draft:';
  var DAYS = 3;
  function store() { try { return window.localStorage; } catch (error) { return null; } }
  function keyOf(form) { return PREFIX + (document.body.getAttribute('data-user') || '') + ':' + form.getAttribute('data-draft'); }
  function read(key) {
    try { return JSON.parse(store().getItem(key)); } catch (error) { return null; }
  }
  function write(key, value) {
    try { store().setItem(key, JSON.stringify(value)); } catch (error) { /* full or forbidden: the page still holds the text */ }
  }
  function fields(form) { return all('[data-draft-field]', form).filter(function (field) { return field.name && !/^(password|file|hidden)$/.test(field.type); }); }
  function keep(form) {
    var values = {};
    fields(form).forEach(function (field) {
      if (field.type === 'radio' || field.type === 'checkbox') { if (field.checked) (values[field.name] = values[field.name] || []).push(field.value); }
      else values[field.name] = field.value;
    });
    write(keyOf(form), { at: Date.now(), values: values });
  }
  function untouched(field) {
    if (field.type === 'radio' || field.type === 'checkbox') return field.checked === field.defaultChecked;
    return field.tagName === 'SELECT' ? true : field.value === field.defaultValue;
  }
  function put(form, values) {
    var changed = false;
    fields(form).forEach(function (field) {
      if (!(field.name in values) || !untouched(field)) return;
      var value = values[field.name];
      if (field.type === 'radio' || field.type === 'checkbox') {
        var on = [].concat(value).indexOf(field.value) > -1;
        if (field.checked !== on) { field.checked = on; changed = true; }
      } else if (field.value !== value) { field.value = value; changed = true; }
    });
    return changed;
  }
  function clock(at) { var d = new Date(at); return d.getMonth() + 1 + '月' + d.getDate() + '日 ' + d.getHours() + ':' + ('0' + d.getMinutes()).slice(-2); }
  function restore(form) {
    var saved = read(keyOf(form));
    if (!saved) return;
    if (form.querySelector('.err-sum')) { keep(form); return; } /* the server has shown what was typed */
    if (!put(form, saved.values)) return;
    var note = make('div', 'note note-doing mb-3');
    note.setAttribute('role', 'status');
    var icon = make('i', 'bi bi-arrow-counterclockwise');
    icon.setAttribute('aria-hidden', 'true');
    var drop = make('button', 'btn btn-plain btn-sm', '不要了，恢复原样');
    drop.type = 'button';
    drop.addEventListener('click', function () { portal.draft.clear(form); form.reset(); note.remove(); });
    var acts = make('div', 'acts');
    acts.append(drop);
    note.append(icon, make('div', '', '已恢复您 ' + clock(saved.at) + ' 没提交完的内容。'), acts);
    form.prepend(note);
  }
  function sweep() {
    if (!store()) return;
    var taken = document.querySelector('#messages .note-ok') !== null; /* the server says that it was done */
    Object.keys(store()).filter(function (key) { return key.indexOf(PREFIX) === 0; }).forEach(function (key) {
      var saved = read(key);
      if (!saved || Date.now() - saved.at > DAYS * 864e5) { store().removeItem(key); return; }
      if (saved.submitted && taken) store().removeItem(key);
    });
  }
  portal.draft = {
    submitted: function (form) {
      if (!form.hasAttribute('data-draft')) return;
      keep(form);
      var saved = read(keyOf(form));
      if (saved) { saved.submitted = true; write(keyOf(form), saved); }
    },
    clear: function (form) { if (form.hasAttribute('data-draft') && store()) store().removeItem(keyOf(form)); }
  };
  var waiting = null;
  function later(event) {
    var form = event.target.form;
    if (!form || !form.hasAttribute('data-draft') || !event.target.hasAttribute('data-draft-field')) return;
    clearTimeout(waiting);
    waiting = setTimeout(function () { keep(form); }, 400);
  }
  document.addEventListener('input', later);
  document.addEventListener('change', later);

  /* --- start -------------------------------------------------------------- */
  function startIn(place) {
    all('form[data-draft]', place).forEach(function (form) {
      if (form.hasAttribute('data-draft-on')) return;
      form.setAttribute('data-draft-on', '');
      restore(form);
    });
    showToasts();
  }
  sweep();
  startIn(document);
  var wrong = document.querySelector('.err-sum[data-focus]');
  if (wrong) wrong.focus();
})();
