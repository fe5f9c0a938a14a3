/* What the recorder must know about the queue: the mark in the head, and banners that stay while they are true. */
(function () {
  'use strict';
  var parts = (window.capture = window.capture || {});
  var make = parts.make;
  function by(id) { return document.getElementById(id); }
  function clock(when) { return when.getHours() + ':' + ('0' + when.getMinutes()).slice(-2); }

  function Notes(desk, queue, sync, bare) {
    this.bare = bare;
    this.desk = desk;
    this.queue = queue;
    this.sync = sync;
    document.addEventListener('htmx:afterRequest', function (event) {
      if (event.target.id === 'sign-in-asker' && event.detail.successful && sync.signedOut && !sync.other) sync.back();
    });
  }

  Notes.prototype._left = function () {
    var failed = this.sync.entries.filter(function (one) { return one.state !== 'waiting'; }).length;
    return { failed: failed, waiting: this.sync.entries.length - failed, storing: this.sync.storing.size };
  };
  Notes.prototype.draw = function () {
    var left = this._left();
    this._mark(left);
    this._banners(left);
  };

  Notes.prototype._look = function (left) {
    var sync = this.sync;
    if (left.failed) return ['sync sync-fail', 'exclamation-octagon-fill', left.failed + ' 条未存上' + (left.waiting ? '，' + left.waiting + ' 条待上传' : '')];
    if (left.storing) return ['sync sync-off', 'hourglass-split', '正在存到这台电脑'];
    if (left.waiting && (sync.offline || sync.signedOut)) return ['sync sync-off', 'cloud-slash', (sync.offline ? '离线记录中，' : '') + left.waiting + ' 条待上传'];
    if (left.waiting) return ['sync sync-off', 'cloud-arrow-up', left.waiting + ' 条待上传'];
    if (sync.offline) return ['sync sync-off', 'cloud-slash', '离线，新记的会先存在这台电脑里'];
    return ['sync', 'cloud-check', '全部已保存' + (sync.lastSaved ? ' ' + clock(sync.lastSaved) : '')];
  };
  Notes.prototype._mark = function (left) {
    var look = this._look(left);
    var box = by('sync');
    if (box.getAttribute('data-said') === look.join()) return;
    box.setAttribute('data-said', look.join());
    box.className = look[0];
    box.textContent = '';
    box.append(parts.icon(look[1]), look[2]);
  };

  Notes.prototype._banners = function (left) {
    var sync = this.sync;
    var unsent = left.waiting + left.failed;
    function retry() { sync.retry(); }
    note('memory', !this.queue.durable && this.queue.opened, 'exclamation-triangle-fill', '这个浏览器现在不能在本机留底（可能开了无痕窗口，或者磁盘满了）。',
      unsent ? '还没有上传的 ' + unsent + ' 条只在这一页里，上传以前请不要刷新或关闭。' : '断网时记的内容只在这一页里，上传以前请不要刷新或关闭。');
    note('plain', !this.queue.sealed && this.queue.durable, 'shield-exclamation', '这台电脑上的留底没有加密，断网时也请不要关这一页。',
      '网址不是 https，或者证书不受信任，浏览器不许用这两样保护。见右边“这台电脑”。');
    note('locked', this.queue.unreadable > 0, 'shield-exclamation', '这台电脑上有 ' + this.queue.unreadable + ' 条打不开。', '它们还在，请不要清浏览器数据，联系信息人员。');
    note('offline', sync.offline && !sync.signedOut, 'cloud-slash', '网络断了，请继续记，不会丢。',
      left.waiting + (this.queue.durable ? ' 条已存在这台电脑里，网络恢复后自动上传。' : ' 条在这一页里，网络恢复后自动上传。') + (sync.lastSaved ? '上次上传 ' + clock(sync.lastSaved) + '。' : ''), '立即重试', retry);
    note('slow', !sync.offline && !sync.signedOut && sync.wait > 2000, 'cloud-slash', '服务器暂时没有收下。', '您写的都还在，过一会儿自动再传。', '立即重试', retry);
    note('signed-out', sync.signedOut, 'person-lock', sync.other ? '现在登录的是另一个账号。' : '登录已过期，请再登录一次。',
      sync.other ? '您写的都还在。请换回原来的账号，会自动上传。' : '您写的都还在，登录后自动上传。', '再登录', this.askSignIn);
    note('ended', sync.status === 'ended' && this.desk.status === 'recording', 'stop-circle', '本场记录已被结束。', '没有存上的可以到会议页点“继续记录”后再存。');
  };
  /* Drawn once, then only its words change: a screen reader hears what is new. */
  function note(name, on, icon, title, text, label, act) {
    var box = by('notes').querySelector('[data-note="' + name + '"]');
    if (!on) { if (box) box.remove(); return; }
    if (!box) { box = build(name, icon, label, act); by('notes').append(box); }
    var lines = box.querySelectorAll('b, .small');
    if (lines[0].textContent !== title) lines[0].textContent = title;
    if (lines[1].textContent !== text) lines[1].textContent = text;
  }
  function build(name, icon, label, act) {
    var box = make('div', 'note note-wait');
    box.setAttribute('data-note', name);
    box.setAttribute('role', 'alert');
    var body = make('div');
    body.append(make('b', ''), make('div', 'small'));
    box.append(parts.icon(icon), body);
    if (!label) return box;
    var acts = make('div', 'acts');
    var button = make('button', 'btn btn-plain btn-sm', label);
    button.type = 'button';
    button.addEventListener('click', act);
    acts.append(button);
    box.append(acts);
    return box;
  }

  /* The sign-in dialog of every page, opened through an htmx request that answers 401. */
  Notes.prototype.askSignIn = function () {
    if (!document.body.getAttribute('data-session')) { location.reload(); return; } /* the bare page has no dialog; all is kept */
    var asker = by('sign-in-asker');
    if (!asker) {
      asker = make('button', 'visually-hidden');
      asker.id = 'sign-in-asker';
      asker.type = 'button';
      asker.tabIndex = -1;
      asker.setAttribute('aria-hidden', 'true');
      asker.setAttribute('hx-get', document.body.getAttribute('data-session'));
      asker.setAttribute('hx-swap', 'none');
      asker.setAttribute('hx-trigger', 'sign-in');
      document.querySelector('.cap').append(asker);
      htmx.process(asker);
    }
    htmx.trigger(asker, 'sign-in');
  };

  parts.Notes = Notes;
})();
