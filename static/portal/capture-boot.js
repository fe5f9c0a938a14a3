/* How the page begins. From the network it brings its own data; without network the service worker gives the bare
   page, and the data come out of this laptop. Either way what is kept here must first be opened: by the server for
   the recorder who is signed in, or by their PIN. */
(function () {
  'use strict';
  var parts = (window.capture = window.capture || {});
  var AGAIN = 4000;
  function by(id) { return document.getElementById(id); }

  var data = by('desk');
  var desk = data ? JSON.parse(data.textContent) : null;
  var sitting = desk ? desk.sitting : Number((/sittings\/(\d+)\/capture/.exec(location.pathname) || [0, 0])[1]);
  var store = new parts.Store();
  var vaults = [];
  var open = false;

  if (desk) parts.clock.learn(desk.now, parts.clock.opened());
  store.open().then(function () {
    if (!parts.sealable(store)) return desk ? begin(desk, null) : bar('这台电脑上没有带这场会议，要有网络才能打开。', false);
    return desk ? fromServer() : fromLaptop();
  });

  /* --- with the page's own data ------------------------------------------------------------------------------ */
  function fromServer() {
    vaults = [new parts.Vault(store, desk.user)];
    return tries();
  }

  /* --- from what was taken along ------------------------------------------------------------------------------ */
  function fromLaptop() {
    return store.allKept('desk:').then(function (found) {
      vaults = found.filter(function (one) { return one.sitting === sitting; }).map(function (one) { return new parts.Vault(store, one.user); });
      if (!vaults.length) { bar('这台电脑上没有带这场会议，要有网络才能打开。', false); return null; }
      bar('网络不通。这场会议已经带在这台电脑上，输入离线口令就能接着记。', true);
      return tries();
    }).catch(function () { bar('这个浏览器读不了本机的留底，要有网络才能打开。', false); });
  }
  function kept(vault) {
    var key = 'desk:' + vault.user + ':' + sitting;
    return store.kept(key).then(function (record) {
      return vault.open(record, key).then(function (found) { parts.clock.offset = found.offset || 0; return found; });
    });
  }

  /* --- opening -------------------------------------------------------------------------------------------------- */
  function keyUrl() { return document.querySelector('.cap').getAttribute('data-key'); }
  /* Asks the server for each recorder whose things lie here, again and again until one opens. */
  function tries() {
    var left = vaults.slice();
    var answered = true;
    return (function next() {
      var vault = left.shift();
      if (open) return null;
      if (!vault && answered && !desk) { location.reload(); return null; } /* the network is back: sign in first */
      if (!vault) { setTimeout(tries, AGAIN); return null; }
      return vault.byServer(keyUrl()).catch(function () { return 'broken'; }).then(function (how) {
        if (how === 'open') return opened(vault);
        answered = answered && (how === 'signed_out' || how === 'other');
        if (desk) refused(how);
        return next();
      });
    })();
  }
  function refused(how) {
    if (how === 'signed_out' || how === 'other') { location.reload(); return; }
    if (how === 'broken' || how === 'refused') { unfitting(); return; }
    bar('网络不通。输入离线口令，或者等网络恢复，这台电脑上的留底才能打开。', true);
  }
  /* The server's key is another one than the ring was locked with. The PIN may open it; without one, what is kept
     stays as it is, and this page holds in memory what is written. */
  function unfitting() {
    vaults[0].hasPin().catch(function () { return false; }).then(function (on) {
      if (open) return;
      if (on) { bar('平台的密钥换过了。请输入离线口令，打开这台电脑上的留底。', true); return; }
      store.durable = false;
      open = true;
      begin(desk, null);
    });
  }
  function opened(vault) {
    if (open) return null;
    open = true;
    return (desk ? Promise.resolve(desk) : kept(vault)).then(function (found) {
      by('lock').hidden = true;
      document.querySelector('.cap').removeAttribute('data-locked');
      return begin(found, vault);
    });
  }
  function begin(found, vault) {
    if (!desk) head(found);
    var queue = new parts.Queue(found.user + ':' + found.sitting, store, vault);
    return queue.sealOld().then(function () { return parts.begin(found, queue, vault, !desk); });
  }
  /* The bare page carries no words of a sitting: they come with the data. */
  function head(found) {
    by('cap-title').textContent = found.title + '　意见速录';
    by('cap-about').textContent = found.about;
    by('cap-recorder').textContent = found.recorder;
    document.querySelectorAll('[data-carried]').forEach(function (el) {
      el.innerHTML = (found.carried || {})[el.getAttribute('data-carried')] || ''; /* ours, sealed: nobody could write there */
    });
    document.title = '意见速录：' + found.title;
  }

  /* --- the lock ---------------------------------------------------------------------------------------------------- */
  function bar(why, pin) {
    by('lock-why').textContent = why;
    document.querySelector('.cap').setAttribute('data-locked', '');
    if (!by('lock').hidden && by('lock-form').hidden === !pin) return;
    by('lock').hidden = false;
    by('lock-form').hidden = !pin;
    if (pin) by('lock-pin').focus();
  }
  function say(text) {
    by('lock-error').textContent = text;
    by('lock-error').hidden = !text;
  }
  var SAID = { none: '这台电脑上没有设离线口令，要有网络、登录以后才能打开。您没有上传的都还在。', wrong: '口令不对，请再输一次。',
    gone: '输错的次数太多，离线口令已经作废。联网登录以后能打开，没有上传的都还在。' };
  by('lock-form').addEventListener('submit', function (event) {
    event.preventDefault();
    event.stopPropagation();
    var pin = by('lock-pin').value;
    if (!pin) { say('请输入离线口令。'); return; }
    say('');
    by('lock-go').disabled = true;
    var left = vaults.slice();
    var told = [];
    (function next() {
      var vault = left.shift();
      if (!vault || open) return Promise.resolve(null);
      return vault.byPin(pin).then(function (how) {
        if (how === 'open') return opened(vault);
        told.push(how);
        return next();
      });
    })().catch(function () { told.push('wrong'); }).then(function () {
      by('lock-go').disabled = false;
      by('lock-pin').value = '';
      if (open) return;
      var wait = told.filter(function (one) { return typeof one === 'number'; })[0];
      say(wait ? '输错了几次，请过 ' + wait + ' 秒再试。' : SAID[['wrong', 'gone', 'none'].filter(function (one) { return told.indexOf(one) > -1; })[0]]);
      by('lock-pin').focus();
    });
  });
})();
