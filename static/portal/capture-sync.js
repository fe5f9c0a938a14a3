/* Sends what the queue holds, one after the other, and brings what others have written.
   The queue is the truth about what is unsent; `record` is what this page knows of the server's rows.
   A second tab of the same recorder may send the same entry: the server takes each client_id once, and an
   edit that already stands as a success. */
(function () {
  'use strict';
  var parts = (window.capture = window.capture || {});
  var EVERY = 2000, SLOW = 30000, FULL = 200;

  /* desk: the page's data. hooks: changed(), refused(entry), signedOut(other), online(bool). */
  function Sync(desk, queue, hooks) {
    this.desk = desk;
    this.queue = queue;
    this.hooks = hooks;
    this.entries = [];
    this.rows = new Map();
    this.people = new Map();
    this.counts = desk.counts;
    this.revision = desk.revision;
    this.status = desk.status;
    this.signedOut = false;
    this.offline = false;
    this.lastSaved = null;
    this.wait = 0;
    desk.rows.forEach(this._take, this);
    desk.people.forEach(this._meet, this);
    queue.onlost = hooks.changed;
  }

  Sync.prototype.start = function () {
    var sync = this;
    addEventListener('online', function () { sync.retry(); });
    document.addEventListener('signed-in', function (event) {
      if (String(event.detail.user) === String(sync.desk.user)) sync.back();
    });
    document.addEventListener('visibilitychange', function () { if (!document.hidden) { sync.retry(); sync._poll(); } });
    return this.reload().then(function () { sync.pump(); sync._later(EVERY); });
  };

  Sync.prototype.reload = function () {
    var sync = this;
    return this.queue.all().then(function (entries) { sync.entries = entries; sync.hooks.changed(); });
  };

  /* --- what the recorder does: into the queue first, then out ---------------------------------- */
  Sync.prototype.add = function (entry) {
    var sync = this;
    entry.seq = entry.seq || this.queue.next();
    entry.state = 'waiting';
    entry.tried = 0;
    this.entries = this.entries.filter(function (one) { return one.client_id !== entry.client_id; }).concat([entry]);
    this.hooks.changed();
    return this.queue.put(entry).then(function () { sync.pump(); });
  };
  Sync.prototype.drop = function (entry) {
    var sync = this;
    this.entries = this.entries.filter(function (one) { return one !== entry; });
    this.hooks.changed();
    return this.queue.remove(entry.client_id).then(function () { sync.pump(); });
  };
  Sync.prototype.of = function (id) {
    return this.entries.filter(function (one) { return one.client_id === id || one.target === id; });
  };
  /* Change a row: one that was never sent is simply rewritten; else the change is queued behind it. */
  Sync.prototype.edit = function (id, body) {
    var own = this.of(id);
    var row = own.find(function (one) { return one.kind === 'row'; });
    if (row && (row.state !== 'waiting' || row.tried === 0) && row !== this.sending) {
      row.body = Object.assign({}, row.body, body);
      return this.add(row);
    }
    var edit = own.find(function (one) { return one.kind === 'edit'; });
    if (edit && edit !== this.sending) {
      edit.body = Object.assign({}, edit.body, body);
      if (edit.now) edit.body.version = edit.now.version;
      edit.now = null;
      return this.add(edit);
    }
    var known = this.rows.get(id);
    var version = known ? known.version : 1;
    return this.add({ client_id: parts.uuid(), kind: 'edit', target: id, body: Object.assign({ version: version }, body) });
  };
  Sync.prototype.remove = function (id) {
    var sync = this;
    var own = this.of(id);
    var row = own.find(function (one) { return one.kind === 'row'; });
    var unsent = row && row !== this.sending && (row.state === 'refused' || row.tried === 0);
    var gone = own.filter(function (one) { return one !== sync.sending && (unsent || one.kind === 'edit'); });
    return Promise.all(gone.map(function (one) { return sync.drop(one); })).then(function () {
      if (!unsent) return sync.add({ client_id: parts.uuid(), kind: 'delete', target: id, body: {} });
    });
  };

  /* --- out --------------------------------------------------------------------------------------- */
  Sync.prototype.retry = function () { this.wait = 0; return this.pump(); };
  Sync.prototype.back = function () { this.signedOut = false; this.hooks.changed(); this.retry(); this._poll(); };

  Sync.prototype.pump = function () {
    var sync = this;
    if (this.pumping) { this.again = true; return this.pumping; }
    clearTimeout(this.timer);
    this.pumping = this._send().then(function () {
      sync.pumping = null;
      if (sync.again) { sync.again = false; return sync.pump(); }
    });
    return this.pumping;
  };
  Sync.prototype._send = function () {
    var sync = this;
    return this.queue.all().then(function (entries) {
      sync.entries = merged(entries, sync.entries);
      var entry = sync.signedOut ? null : sync._first();
      if (!entry) { sync.hooks.changed(); return null; }
      entry.tried += 1;
      sync.sending = entry;
      return sync.queue.put(entry).then(function () {
        return parts.post(sync._url(entry), entry.body, sync.desk.user);
      }).then(function (answer) { return sync._answer(entry, answer); }).then(function (go) {
        sync.sending = null;
        sync.hooks.changed();
        if (go) return sync._send();
        return null;
      });
    });
  };
  /* What another tab has sent meanwhile is gone from the store; what is not yet stored stays. */
  function merged(stored, held) {
    var fresh = new Map(held.map(function (one) { return [one.client_id, one]; }));
    return stored.map(function (one) { return fresh.get(one.client_id) || one; });
  }
  /* In order; behind an entry that waits for its recorder nothing of the same row or speaker goes out. */
  Sync.prototype._first = function () {
    var held = new Set();
    return this.entries.find(function (one) {
      var about = [one.client_id, one.target, one.body.speaker].filter(Boolean);
      var blocked = one.state !== 'waiting' || about.some(function (id) { return held.has(id); });
      if (blocked) { held.add(one.client_id); if (one.target) held.add(one.target); }
      return !blocked;
    }) || null;
  };
  Sync.prototype._url = function (entry) {
    var urls = this.desk.urls;
    if (entry.kind === 'person') return urls.person;
    if (entry.kind === 'row') return urls.save;
    return urls.rows + entry.target + '/' + entry.kind + '/';
  };
  Sync.prototype._answer = function (entry, answer) {
    if (answer.kind !== 'again') this._network(true);
    if (answer.kind === 'ok') { this.wait = 0; return this._done(entry, answer.data); }
    if (answer.kind === 'signed_out') {
      this.signedOut = true;
      this.hooks.signedOut(answer.other);
      return false;
    }
    if (answer.kind === 'again') {
      if (answer.offline) this._network(false);
      this.wait = Math.min(this.wait ? this.wait * 2 : 1000, SLOW);
      this.timer = setTimeout(this.pump.bind(this), this.wait);
      return false;
    }
    entry.state = answer.kind === 'stale' ? 'stale' : 'refused';
    entry.message = answer.message;
    entry.now = answer.row || null;
    if (answer.row) this._take(answer.row);
    return this.queue.put(entry).then(function () { return true; });
  };
  Sync.prototype._done = function (entry, data) {
    var sync = this;
    if (data.person) this._meet(data.person);
    if (data.row && entry.kind === 'row') this._take(Object.assign(localRow(entry, this.desk), data.row));
    else if (data.row) this._take(data.row);
    this.lastSaved = new Date();
    this.entries = this.entries.filter(function (one) { return one !== entry; });
    var later = this.entries.filter(function (one) { return one.kind === 'edit' && one.target === entry.target && data.row; });
    later.forEach(function (one) { one.body.version = data.row.version; });
    if (entry.kind === 'row' && data.row && !data.row.deleted) this._count(entry.body, 1);
    return this.queue.remove(entry.client_id).then(function () {
      return Promise.all(later.map(function (one) { return sync.queue.put(one); }));
    }).then(function () { return true; });
  };
  Sync.prototype._count = function (body, step) {
    var found = this.counts.find(function (one) { return one[0] === body.speaker && one[1] === Number(body.topic); });
    if (found) found[2] += step;
    else this.counts.push([body.speaker, Number(body.topic), step]);
  };
  Sync.prototype._network = function (there) {
    if (this.offline === !there) return;
    this.offline = !there;
    this.hooks.changed();
    if (there) this.retry();
  };

  /* --- in ------------------------------------------------------------------------------------------ */
  Sync.prototype._take = function (row) {
    var known = this.rows.get(row.id);
    if (known && known.revision > row.revision) return;
    this.rows.set(row.id, row);
  };
  Sync.prototype._meet = function (person) { this.people.set(person.id, person); };
  Sync.prototype._newest = function () {
    var newest = 0;
    this.people.forEach(function (one) { if (one.pk > newest) newest = one.pk; });
    return newest;
  };
  Sync.prototype._later = function (delay) {
    clearTimeout(this.poller);
    if (!document.hidden) this.poller = setTimeout(this._poll.bind(this), delay);
  };
  Sync.prototype._poll = function () {
    var sync = this;
    if (document.hidden || this.polling) return;
    this.polling = true;
    var url = this.desk.urls.rows + '?after=' + this.revision + '&people=' + this._newest();
    parts.get(url, true).then(function (answer) {
      sync.polling = false;
      sync._polled(answer);
    });
  };
  Sync.prototype._polled = function (answer) {
    if (answer.kind === 'signed_out') {
      if (!this.signedOut) { this.signedOut = true; this.hooks.signedOut(answer.other); }
      this._later(SLOW);
      return;
    }
    if (answer.kind !== 'ok') {
      if (answer.offline) this._network(false);
      this._later(EVERY * 2);
      return;
    }
    if (this.signedOut) this.back(); /* signed in from another tab */
    this._network(true);
    var data = answer.data;
    var news = data.rows.length > 0 || data.revision !== this.revision || data.status !== this.status;
    this.revision = Math.max(this.revision, data.revision);
    this.status = data.status;
    data.rows.forEach(this._take, this);
    (data.people || []).forEach(this._meet, this);
    if (data.counts) this.counts = data.counts;
    if (news) this.hooks.changed();
    this._later(data.rows.length >= FULL ? 0 : EVERY);
  };
  Sync.prototype.older = function () {
    var sync = this;
    var first = Infinity;
    this.rows.forEach(function (row) { if (!row.deleted && row.order < first) first = row.order; });
    return parts.get(this.desk.urls.rows + '?before=' + (first === Infinity ? 0 : first)).then(function (answer) {
      if (answer.kind !== 'ok') return -1;
      answer.data.rows.forEach(sync._take, sync);
      sync.hooks.changed();
      return answer.data.rows.length;
    });
  };

  /* --- the record as it reads now: the server's rows, what is queued laid over them ----------------- */
  function localRow(entry, desk) {
    var body = entry.body;
    return {
      id: entry.client_id, order: Infinity, revision: 0, version: 1, text: body.original, intent: body.intent,
      topic: Number(body.topic), speaker: body.speaker, said: clock(body.said_at), recorder: desk.user, fixed: false,
    };
  }
  function clock(text) {
    var when = new Date(text);
    return when.getHours() + ':' + ('0' + when.getMinutes()).slice(-2);
  }
  Sync.prototype.view = function () {
    var sync = this;
    var rows = [];
    this.rows.forEach(function (row) { if (!row.deleted) rows.push(Object.assign({ state: 'saved' }, row)); });
    this.entries.forEach(function (entry) {
      if (entry.kind === 'row' && !sync.rows.has(entry.client_id)) {
        rows.push(Object.assign(localRow(entry, sync.desk), { seq: entry.seq, state: entry.state, message: entry.message, entry: entry }));
      }
    });
    var byId = new Map(rows.map(function (row) { return [row.id, row]; }));
    this.entries.forEach(function (entry) {
      if (entry.kind === 'edit' && entry.state === 'stale' && !byId.has(entry.target)) rows.push(orphan(entry, sync.desk));
      else overlay(byId.get(entry.target), entry);
    });
    rows = rows.filter(function (row) { return !row.leaving; });
    return rows.sort(function (a, b) { return a.order === b.order ? b.seq - a.seq : b.order - a.order; });
  };
  /* Somebody deleted the row while it was being changed: the words stay until the recorder has seen it. */
  function orphan(entry, desk) {
    var facts = { id: entry.client_id, fixed: true, state: 'stale', message: entry.message, entry: entry, seq: entry.seq };
    return Object.assign(localRow(entry, desk), facts, { said: '' });
  }
  function overlay(row, entry) {
    if (!row || entry.kind === 'row') return;
    if (entry.kind === 'delete' && entry.state === 'waiting') { row.leaving = true; return; }
    row.state = entry.state === 'waiting' ? (row.state === 'saved' ? 'waiting' : row.state) : entry.state;
    row.message = entry.message || row.message;
    row.entry = entry;
    if (entry.kind !== 'edit' || entry.state === 'stale') return;
    row.text = entry.body.original;
    row.intent = entry.body.intent;
    row.topic = Number(entry.body.topic);
    row.speaker = entry.body.speaker;
  }

  parts.Sync = Sync;
})();
