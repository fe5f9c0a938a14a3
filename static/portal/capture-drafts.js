/* What is half typed, kept in this browser so that closing the tab loses no word; sealed like everything else. */
(function () {
  'use strict';
  var parts = (window.capture = window.capture || {});

  function Drafts(queue, vault) {
    this.name = 'portal-capture:' + queue.place;
    this.vault = vault;
    this.next = null;
    this.busy = false;
  }
  function text(buffer) { return btoa(Array.from(new Uint8Array(buffer), function (n) { return String.fromCharCode(n); }).join('')); }
  function bytes(words) { return Uint8Array.from(atob(words), function (c) { return c.charCodeAt(0); }); }

  /* One after the other, the newest last; what came in between is not written. */
  Drafts.prototype.keep = function (draft) {
    this.next = draft;
    if (!this.busy) this._write();
  };
  Drafts.prototype._write = function () {
    var drafts = this;
    var draft = this.next;
    this.next = null;
    if (!this.vault) { this._store(JSON.stringify(draft)); return; }
    this.busy = true;
    this.vault.seal(draft, this.name).then(function (sealed) {
      drafts._store(JSON.stringify({ iv: text(sealed.iv), box: text(sealed.box) }));
    }).catch(function () {}).then(function () {
      drafts.busy = false;
      if (drafts.next) drafts._write();
    });
  };
  Drafts.prototype._store = function (words) {
    try { localStorage.setItem(this.name, words); } catch (error) { /* private window: the page holds it */ }
  };
  /* Resolves to what was kept, or null. */
  Drafts.prototype.kept = function () {
    var found = null;
    try { found = JSON.parse(localStorage.getItem(this.name)); } catch (error) { /* none */ }
    if (!found || !found.box) return Promise.resolve(found && found.state ? found : null);
    if (!this.vault) return Promise.resolve(null);
    return this.vault.open({ iv: bytes(found.iv), box: bytes(found.box) }, this.name).catch(function () { return null; });
  };

  parts.Drafts = Drafts;
})();
