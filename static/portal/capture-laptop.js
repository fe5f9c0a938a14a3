/* 这台电脑: which protections the record has here, what was taken along, and the two ways it goes out again
   (by itself when the network is back, or as one locked file). */
(function () {
  'use strict';
  var parts = (window.capture = window.capture || {});
  var make = parts.make;
  var EVERY = 10000;
  function by(id) { return document.getElementById(id); }

  function Laptop(desk, queue, sync, vault, bare) {
    this.desk = desk;
    this.queue = queue;
    this.sync = sync;
    this.vault = vault;
    this.bare = bare;
    this.name = 'desk:' + desk.user + ':' + desk.sitting;
    this.worker = bare ? 'ready' : 'none';
    this.pin = false;
    this.saved = null;
    this.registered = Promise.resolve();
    var laptop = this;
    by('carry').addEventListener('click', function () { laptop.carry(); });
    by('pin-open').addEventListener('click', function () { laptop._ask(by('pin-form').hidden); });
    by('pin-form').addEventListener('submit', function (event) { event.preventDefault(); event.stopPropagation(); laptop._setPin(); });
    by('pin-form').addEventListener('keydown', function (event) { if (event.key === 'Escape') { laptop.wanted = false; laptop._ask(false); } });
    by('export').addEventListener('click', function () { laptop.export(); });
  }

  Laptop.prototype.start = function () {
    var laptop = this;
    var place = this.queue.store;
    this._register();
    setInterval(function () { laptop._keep(); }, EVERY);
    if (this.vault) this.vault.hasPin().then(function (on) { laptop.pin = on; laptop._keep(); });
    place.unsent().then(function (places) { laptop._elsewhere(places); });
  };

  /* --- the page itself ------------------------------------------------------------------------------------ */
  Laptop.prototype._register = function () {
    var laptop = this;
    if (!window.isSecureContext || !navigator.serviceWorker) { this.worker = 'never'; this.draw(); return; }
    this.registered = navigator.serviceWorker.register(this.desk.urls.worker, { scope: location.pathname }).then(function () {
      return navigator.serviceWorker.ready; /* the page and its files are on this laptop */
    }).then(function () { laptop.worker = 'ready'; }, function () { if (!laptop.bare) laptop.worker = 'never'; }).then(function () { laptop.draw(); });
  };

  /* --- what is taken along: the sitting without a word of its record ------------------------------------------ */
  Laptop.prototype._keep = function () {
    var laptop = this;
    if (!this.vault || !this.queue.durable) return Promise.resolve(false);
    if (this.sync.status === 'ended' && !this.sync.entries.length) return this.forget().then(function () { return false; });
    if (!this.pin) return Promise.resolve(false); /* without a PIN nobody could open it */
    var people = Array.from(this.sync.people.values());
    var facts = { rows: [], carried: this._carried(), people: people, counts: this.sync.counts, status: this.sync.status, revision: this.sync.revision, offset: parts.clock.offset };
    var sign = JSON.stringify([people, facts.counts, facts.status]);
    if (sign === this.sign) return Promise.resolve(true);
    return this.vault.seal(Object.assign({}, this.desk, facts), this.name).then(function (sealed) {
      return laptop.queue.store.keep({ key: laptop.name, user: laptop.desk.user, sitting: laptop.desk.sitting, iv: sealed.iv, box: sealed.box });
    }).then(function () {
      laptop.sign = sign;
      laptop.saved = new Date(parts.clock.now());
      laptop.draw();
      return true;
    }, function () { return false; });
  };
  /* What the server drew for the recorder to read (the run-sheet): taken along as it stands. */
  Laptop.prototype._carried = function () {
    var found = {};
    document.querySelectorAll('[data-carried]').forEach(function (el) { found[el.getAttribute('data-carried')] = el.innerHTML; });
    return found;
  };
  Laptop.prototype.forget = function () {
    this.sign = this.saved = null;
    return this.queue.store.forget(this.name).catch(function () {});
  };

  /* --- 带会场走 ------------------------------------------------------------------------------------------------ */
  Laptop.prototype.carry = function () {
    var laptop = this;
    if (this.worker === 'never' || !this.vault) { this.say('这台电脑现在带不走：' + this._missing() + '断网时请不要关这一页，记下的会留在页面里。'); return; }
    if (!this.pin) { this.wanted = true; this._ask(true); return; }
    this.say('正在带上……');
    Promise.all([this._keep(), this.registered]).then(function (both) {
      var done = both[0];
      laptop.say(done && laptop.worker === 'ready' ? '带好了。' + laptop._contents() + '可以合上电脑去会场，断网也能打开这一页。' : '还没有带好，请等一会儿再点一次。');
    });
  };
  Laptop.prototype._contents = function () {
    var articles = this.desk.topics.reduce(function (sum, one) { return sum + one.articles.length; }, 0);
    return '参会人 ' + this.sync.people.size + ' 人，议题 ' + this.desk.topics.length + ' 个' + (articles ? '、条文 ' + articles + ' 条' : '') + '。';
  };
  Laptop.prototype._missing = function () {
    if (!window.isSecureContext) return '网址不是 https，或者证书不受信任。';
    if (!this.queue.durable) return '浏览器不能在本机留底。';
    return '浏览器不支持，或者证书不受信任。';
  };

  /* --- the PIN ---------------------------------------------------------------------------------------------------- */
  Laptop.prototype._ask = function (on) {
    by('pin-form').hidden = !on;
    by('pin-open').setAttribute('aria-expanded', String(on));
    (on ? by('pin-new') : by('pin-open')).focus();
  };
  Laptop.prototype._setPin = function () {
    var laptop = this;
    var pin = by('pin-new').value;
    function told(wrong) {
      by('pin-error').hidden = !wrong;
      by('pin-error').textContent = wrong;
      if (wrong) { by('pin-new').focus(); return; }
      laptop.pin = true;
      laptop.sign = null;
      by('pin-form').reset();
      laptop._ask(false);
      laptop.say('离线口令设好了，请记住它。');
      if (laptop.wanted) { laptop.wanted = false; laptop.carry(); } else laptop._keep();
    }
    if (pin !== by('pin-again').value) { told('两次输入的口令不一样。'); return; }
    this.vault.setPin(pin).then(told, function () { told('没有设上，请刷新页面再试。'); });
  };

  /* --- one locked file ---------------------------------------------------------------------------------------------- */
  Laptop.prototype.export = function () {
    var laptop = this;
    this.sync.time();
    var entries = this.sync.entries.map(function (one) {
      return { client_id: one.client_id, kind: one.kind, target: one.target, seq: one.seq, body: one.body };
    });
    if (!entries.length) { this.say('没有还没上传的，不用导出。'); return; }
    parts.lockFile(this.desk, entries).then(function (words) {
      var link = make('a');
      link.href = URL.createObjectURL(new Blob([words], { type: 'application/json' }));
      link.download = '会场记录-' + laptop.desk.sitting + '-' + entries.length + '条.json';
      link.click();
      setTimeout(function () { URL.revokeObjectURL(link.href); }, 60000);
      laptop.say('已导出 ' + entries.length + ' 条。文件是加密的，只有平台能打开。这台电脑上的先留着，联网后确认存上了才删。');
    }, function () { laptop.say('没有导出来，请换一个浏览器，或者联网上传。'); });
  };

  /* --- drawing --------------------------------------------------------------------------------------------------------- */
  Laptop.prototype.say = function (text) { by('laptop-said').textContent = text; };
  Laptop.prototype.draw = function () {
    var unsent = this.sync.entries.length;
    var never = this.worker === 'never';
    var lines = [
      [this.worker === 'ready' && this.pin && this.saved, this.worker === 'ready' && this.pin && this.saved ? '断网时关了页面也能再打开' : never ? '断网时关了页面就打不开' : '断网时关了页面暂时打不开，先点“带会场走”'],
      [this.vault, this.vault ? '留在电脑上的内容已加密，别人登录看不到' : '留在电脑上的内容没有加密'],
      [this.queue.durable, this.queue.durable ? '没上传的存在这台电脑上，存上了就删' : '没上传的只在这一页里'],
    ];
    var sign = JSON.stringify([lines, unsent, this.pin, Boolean(this.saved), this.sync.people.size]);
    if (sign === this.drawn) return;
    this.drawn = sign;
    var list = by('laptop-facts');
    list.textContent = '';
    lines.forEach(function (one) {
      var item = make('li', one[0] ? '' : 'c-danger');
      item.append(parts.icon(one[0] ? 'shield-check' : 'shield-exclamation'), ' ' + one[1]);
      list.append(item);
    });
    by('laptop-holds').textContent = '这台电脑上有：' + (this.saved ? this._contents() : '还没有带上会场。') + '没有上传的 ' + unsent + ' 条。';
    by('pin-open').textContent = this.pin ? '换离线口令' : '设离线口令';
    by('pin-open').hidden = !this.vault;
    by('export').hidden = !this.vault || !unsent;
  };
  /* Of others, and of other sittings: how many, never what. */
  Laptop.prototype._elsewhere = function (places) {
    var desk = this.desk;
    var box = by('laptop-others');
    places.forEach(function (number, place) {
      var owner = place.split(':');
      if (place === desk.user + ':' + desk.sitting) return;
      var line = make('p', 'small mb-1');
      if (owner[0] !== String(desk.user)) line.textContent = '另一位记录人在这台电脑上还有 ' + number + ' 条没有上传，内容已加密，等其登录后自动上传。';
      else {
        var link = make('a', '', '您在另一场会议还有 ' + number + ' 条没有上传，打开那一场就会上传');
        link.href = location.pathname.replace(/\d+/, owner[1]);
        line.append(link);
      }
      box.append(line);
    });
  };

  parts.Laptop = Laptop;
})();
