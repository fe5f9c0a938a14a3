/* What the recorder does goes into the queue; what others have written is brought in. capture-out.js sends.
   The queue is the truth about what is unsent; `rows` is what this page knows of the server's rows.
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
    this.storing = new Set(); /* client ids on their way into the store */
    this.away = new Set(); /* client ids that are on their way now */
    /* From here on the page holds the whole record; what lies before comes by `older`. */
    this.floor = desk.rows.length < desk.page ? 0 : lowest(desk.rows);
    desk.rows.forEach(this._take, this);
    desk.people.forEach(this._meet, this);
    queue.onlost = hooks.changed;
  }

  /* bare: begun from what was taken along; the last rows of the record come when the network does. */
  Sync.prototype.start = function (bare) {
    var sync = this;
    this.behind = Boolean(bare);
    if (bare) this.floor = Infinity;
    this.offline = Boolean(bare);
    addEventListener('online', function () { parts.abandon(); sync.retry(); });
    document.addEventListener('signed-in', function (event) {
      if (String(event.detail.user) === String(sync.desk.user)) sync.back();
    });
    document.addEventListener('visibilitychange', function () { if (!document.hidden) { sync.retry(); sync._poll(); } });
    return this.reload().then(function () {
      if (sync.entries.some(function (one) { return one.kind === 'start'; })) sync.status = 'recording';
      sync.pump();
      sync._later(bare ? 0 : EVERY);
    });
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
    this.storing.add(entry.client_id);
    this.hooks.changed();
    return this.queue.put(entry).then(function () {
      sync.storing.delete(entry.client_id);
      sync.hooks.changed();
      sync.pump();
    });
  };
  Sync.prototype.say = function (id, body) {
    var wall = parts.clock.wall();
    body.said_at = parts.clock.said(wall);
    return this.add({ client_id: id, kind: 'row', boot: parts.clock.boot, wall: wall, since: this.desk.now, body: body });
  };
  Sync.prototype.begin = function () {
    this.status = 'recording';
    return this.add({ client_id: parts.uuid(), kind: 'start', body: {} });
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
    if (row && (row.state !== 'waiting' || row.tried === 0) && !this.away.has(id)) {
      row.body = Object.assign({}, row.body, body);
      return this.add(row);
    }
    var edit = this._open(own);
    if (edit) {
      edit.body = Object.assign({}, edit.body, body);
      if (edit.now) edit.body.version = edit.now.version;
      edit.now = null;
      return this.add(edit);
    }
    var known = this.rows.get(id);
    var version = known ? known.version : 1;
    return this.add({ client_id: parts.uuid(), kind: 'edit', target: id, body: Object.assign({ version: version }, body) });
  };
  /* The change that may still be rewritten: one that was refused, with all that was changed behind it; else the
     last that was never sent. What may have arrived already is left as it is, or the recorder would meet their
     own earlier text as somebody else's. */
  Sync.prototype._open = function (own) {
    var sync = this;
    var edits = own.filter(function (one) { return one.kind === 'edit' && !sync.away.has(one.client_id); });
    var stuck = edits.find(function (one) { return one.state !== 'waiting'; });
    if (!stuck) return edits.filter(function (one) { return one.tried === 0; }).pop();
    edits.filter(function (one) { return one !== stuck && one.seq > stuck.seq; }).forEach(function (one) {
      Object.assign(stuck.body, one.body, { version: stuck.body.version });
      sync.drop(one);
    });
    return stuck;
  };
  Sync.prototype.remove = function (id) {
    var sync = this;
    var own = this.of(id);
    var row = own.find(function (one) { return one.kind === 'row'; });
    var unsent = row && !this.away.has(id) && (row.state === 'refused' || row.tried === 0);
    var gone = own.filter(function (one) { return !sync.away.has(one.client_id) && (unsent || one.kind === 'edit'); });
    return Promise.all(gone.map(function (one) { return sync.drop(one); })).then(function () {
      if (!unsent) return sync.add({ client_id: parts.uuid(), kind: 'delete', target: id, body: {} });
    });
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
    this._look().then(function () { sync.polling = false; });
  };
  Sync.prototype._look = function () {
    var sync = this;
    var url = this.desk.urls.rows + '?after=' + this.revision + '&people=' + this._newest();
    var asked = parts.clock.wall();
    return parts.get(url, this.desk.user, true).then(function (answer) { sync._polled(answer, asked); return answer; });
  };
  Sync.prototype._polled = function (answer, asked) {
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
    parts.clock.learn(data.now, asked);
    if (this.behind) this._fill();
    var news = data.rows.length > 0 || data.revision !== this.revision || data.status !== this.status;
    this.revision = Math.max(this.revision, data.revision);
    if (!this.entries.some(function (one) { return one.kind === 'start'; })) this.status = data.status;
    data.rows.forEach(this._take, this);
    (data.people || []).forEach(this._meet, this);
    if (data.counts) this.counts = data.counts;
    if (news) { this.hooks.changed(); this._fill(); }
    this._later(data.rows.length >= FULL ? 0 : EVERY);
  };
  /* What was said long ago and arrives now stands among older rows: they are brought until nothing is left out. */
  Sync.prototype._fill = function () {
    var sync = this;
    var deep = this.behind;
    this.rows.forEach(function (row) { if (!row.deleted && row.recorder === sync.desk.user && row.order < sync.floor) deep = true; });
    if (!deep || this.filling) return;
    this.filling = true;
    this.older().then(function (number) {
      sync.filling = false;
      if (number < 0) return;
      sync.behind = false;
      sync._fill();
    });
  };
  function lowest(rows) { return rows.reduce(function (least, row) { return Math.min(least, row.order); }, Infinity); }
  Sync.prototype.older = function () {
    var sync = this;
    return parts.get(this.desk.urls.rows + '?before=' + Math.min(this.floor, Number.MAX_SAFE_INTEGER), this.desk.user).then(function (answer) {
      if (answer.kind !== 'ok') return -1;
      answer.data.rows.forEach(sync._take, sync);
      sync.floor = answer.data.rows.length < sync.desk.page ? 0 : lowest(answer.data.rows);
      sync.hooks.changed();
      return answer.data.rows.length;
    });
  };

  /* --- the record as it reads now: the server's rows, what is queued laid over them ----------------- */
  Sync.localRow = localRow;
  function localRow(entry, desk) {
    var body = entry.body;
    return {
      id: entry.client_id, order: Infinity, revision: 0, version: 1, text: body.original, intent: body.intent,
      topic: Number(body.topic), speaker: body.speaker, said: clock(body.said_at), recorder: desk.user, fixed: '',
    };
  }
  function clock(text) {
    var when = new Date(text);
    return when.getHours() + ':' + ('0' + when.getMinutes()).slice(-2);
  }
  Sync.prototype.view = function () {
    var sync = this;
    var rows = [];
    this.rows.forEach(function (row) {
      if (!row.deleted && (row.order >= sync.floor || row.recorder === sync.desk.user)) rows.push(Object.assign({ state: 'saved' }, row));
    });
    this.entries.forEach(function (entry) {
      if (entry.kind === 'row' && !sync.rows.has(entry.client_id)) {
        rows.push(Object.assign(localRow(entry, sync.desk), { seq: entry.seq, state: sync.storing.has(entry.client_id) ? 'storing' : entry.state, message: entry.message, entry: entry }));
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
    var facts = { id: entry.client_id, fixed: 'gone', state: 'stale', message: entry.message, entry: entry, seq: entry.seq };
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
