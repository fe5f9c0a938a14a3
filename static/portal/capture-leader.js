/* 领导讲话 on the capture page: into the same queue, so no word is lost; never among the rows. */
(function () {
  'use strict';
  var parts = (window.capture = window.capture || {});
  var make = parts.make;
  function by(id) { return document.getElementById(id); }

  function Leader(sync) {
    this.sync = sync;
    var leader = this;
    by('leader-open').addEventListener('click', function () { leader.open(by('leader').hidden); });
    by('leader-close').addEventListener('click', function () { leader.open(false); });
    by('leader').addEventListener('keydown', function (event) { if (event.key === 'Escape' && !event.isComposing) leader.open(false); });
    by('leader').addEventListener('submit', function (event) {
      event.preventDefault();
      event.stopPropagation();
      leader._save();
    });
  }

  Leader.prototype.open = function (on) {
    by('leader').hidden = !on;
    by('leader-open').setAttribute('aria-expanded', String(on));
    if (on) by('leader-name').focus(); else by('leader-open').focus();
  };
  Leader.prototype._refuse = function (text) {
    by('leader-error').hidden = !text;
    by('leader-error').textContent = text;
  };
  Leader.prototype._save = function () {
    var name = by('leader-name').value.trim();
    var text = by('leader-text').value;
    this._refuse(!name ? '请写讲话人的姓名。' : !text.trim() ? '还没有写讲话内容。' : '');
    if (!name || !text.trim()) { by(name ? 'leader-text' : 'leader-name').focus(); return; }
    var key = parts.uuid();
    this.sync.add({ client_id: key, kind: 'speech', body: { client_id: key, speaker: name, title: by('leader-title').value.trim(), text: text } });
    by('leader').reset();
    this.open(false);
    by('leader-said').textContent = '已存下，会后由办公室或领导审定。';
  };
  /* What was refused goes back into the form, with why. */
  Leader.prototype._mend = function (entry) {
    if (by('leader-text').value.trim()) { this._refuse('请先存下或清空正在写的这一篇。'); return; }
    this.sync.drop(entry);
    this.open(true);
    by('leader-name').value = entry.body.speaker;
    by('leader-title').value = entry.body.title;
    by('leader-text').value = entry.body.text;
    this._refuse(entry.message || '');
  };

  Leader.prototype.draw = function () {
    var leader = this;
    var own = this.sync.entries.filter(function (one) { return one.kind === 'speech'; });
    var sign = JSON.stringify(own.map(function (one) { return [one.client_id, one.state]; }));
    if (sign === this.drawn) return;
    this.drawn = sign;
    var list = by('leader-waiting');
    list.textContent = '';
    own.forEach(function (one) {
      var line = make('p', 'small mb-1', one.body.speaker + '的讲话：' + (one.state === 'waiting' ? '待上传。' : '没有存上。' + (one.message || '')));
      if (one.state !== 'waiting') {
        var mend = make('button', 'btn btn-quiet btn-sm', '改一下再存');
        mend.type = 'button';
        mend.addEventListener('click', function () { leader._mend(one); });
        line.append(' ', mend);
      }
      list.append(line);
    });
  };

  parts.Leader = Leader;
})();
