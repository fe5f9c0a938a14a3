/* Somebody who came in late: name, capacity, done. Works without network; their rows go out behind them. */
(function () {
  'use strict';
  var parts = (window.capture = window.capture || {});
  function by(id) { return document.getElementById(id); }

  /* onadd(key): the new speaker speaks; onclose(): back to the text. */
  function Late(sync, onadd, onclose) {
    var late = this;
    this.sync = sync;
    this.onadd = onadd;
    this.onclose = onclose;
    by('late-open').addEventListener('click', function () { late.open(by('late').hidden); });
    by('late-close').addEventListener('click', function () { late.open(false); });
    by('late').addEventListener('keydown', function (event) { if (event.key === 'Escape' && !event.isComposing) late.open(false); });
    by('late').addEventListener('submit', function (event) {
      event.preventDefault();
      event.stopPropagation();
      late._add();
    });
  }

  Late.prototype._show = function (on) {
    by('late').hidden = !on;
    by('late-open').setAttribute('aria-expanded', String(on));
  };
  Late.prototype.open = function (on) {
    this._show(on);
    if (on) by('late-name').focus(); else this.onclose();
  };
  Late.prototype._add = function () {
    var name = by('late-name').value.trim();
    var capacity = by('late-capacity').value;
    var wrong = !name ? '请写发言人的姓名；不愿意留名的，写“匿名”。' : !capacity ? '请选发言人的身份。' : '';
    by('late-error').hidden = !wrong;
    by('late-error').textContent = wrong;
    if (wrong) { by(name ? 'late-capacity' : 'late-name').focus(); return; }
    var key = parts.uuid();
    var title = by('late-title').value.trim();
    var label = by('late-capacity').selectedOptions[0].textContent;
    var secret = by('late-secrecy').checked;
    var about = (title || label) + (secret ? '，要求保密' : '');
    this.sync.add({ client_id: key, kind: 'person', about: about, body: { client_id: key, name: name, capacity: capacity, title: title, secrecy: secret ? 'on' : '' } });
    by('late').reset();
    this._show(false);
    this.onadd(key);
  };

  parts.Late = Late;
})();
