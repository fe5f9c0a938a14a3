/* What is written down but not yet acknowledged by the server, kept in this browser.
   One store for all sittings and users; every entry belongs to one place, "user:sitting". An entry is
   {client_id, place, seq, kind, body, …}; it is put here, sealed, before it is sent and taken out only when the
   server has answered for that client_id. Where there is no disk the same promises are kept in memory only, and
   `durable` says so; where there is no vault (plain http) it lies on the disk in clear, and `sealed` says so. */
(function () {
  'use strict';
  var parts = (window.capture = window.capture || {});

  function Queue(place, store, vault) {
    this.place = place;
    this.store = store;
    this.vault = vault;
    this.sealed = Boolean(vault);
    this.durable = store.durable;
    this.memory = new Map();
    this.unreadable = 0;
    this.last = 0;
  }

  /* The disk may become full or go away in the middle: from then on memory holds everything. */
  Queue.prototype._lost = function () { this.durable = false; if (this.onlost) this.onlost(); };

  /* The order of writing. It never steps back, whatever the laptop's clock does. */
  Queue.prototype.next = function () {
    this.last = Math.max(Math.floor(parts.clock.now()), this.last + 1);
    return this.last;
  };
  Queue.prototype._about = function (client_id) { return this.place + ':' + client_id; };
  Queue.prototype._record = function (entry) {
    if (!this.vault) return Promise.resolve(entry);
    return this.vault.seal(entry, this._about(entry.client_id)).then(function (sealed) {
      return { client_id: entry.client_id, place: entry.place, seq: entry.seq, iv: sealed.iv, box: sealed.box };
    });
  };
  Queue.prototype._entry = function (record) {
    if (!record.box) return Promise.resolve(record);
    return this.vault ? this.vault.open(record, this._about(record.client_id)).catch(function () { return null; }) : Promise.resolve(null);
  };

  Queue.prototype.put = function (entry) { return this.putAll([entry]).then(function () { return entry; }); };
  Queue.prototype.putAll = function (entries) {
    var queue = this;
    if (!entries.length) return Promise.resolve();
    entries.forEach(function (one) {
      one.place = queue.place;
      if (!one.seq) one.seq = queue.next();
      if (!queue.durable) queue.memory.set(one.client_id, one);
    });
    if (!queue.durable) return Promise.resolve();
    return Promise.all(entries.map(queue._record, queue)).then(function (records) {
      return queue.store.act('queue', 'readwrite', function (store) { records.forEach(function (one) { store.put(one); }); });
    }).catch(function () {
      entries.forEach(function (one) { queue.memory.set(one.client_id, one); });
      queue._lost();
    });
  };

  Queue.prototype.remove = function (client_id) {
    this.memory.delete(client_id);
    if (!this.store.base) return Promise.resolve();
    return this.store.act('queue', 'readwrite', function (store) { return store.delete(client_id); }).catch(function () {});
  };

  /* Everything of this place, in the order in which it was written. */
  Queue.prototype.all = function () {
    var queue = this;
    var kept = Array.from(queue.memory.values());
    if (!queue.store.base) return Promise.resolve(sorted(kept));
    return queue.store.act('queue', 'readonly', function (store) { return store.index('place').getAll(queue.place); }).then(function (records) {
      return Promise.all(records.map(queue._entry, queue)).then(function (found) {
        var known = new Set(kept.map(function (one) { return one.client_id; }));
        queue.unreadable = found.filter(function (one) { return !one; }).length;
        queue.last = records.reduce(function (most, one) { return Math.max(most, one.seq); }, queue.last);
        return sorted(kept.concat(found.filter(function (one) { return one && !known.has(one.client_id); })));
      });
    }, function () { queue._lost(); return sorted(kept); });
  };
  /* What an earlier version, or plain http, left in clear. */
  Queue.prototype.sealOld = function () {
    var queue = this;
    if (!queue.vault || !queue.durable) return Promise.resolve();
    return queue.store.act('queue', 'readonly', function (store) { return store.index('place').getAll(queue.place); }).then(function (records) {
      return queue.putAll(records.filter(function (one) { return !one.box; }));
    }).catch(function () {});
  };
  function sorted(entries) {
    return entries.sort(function (a, b) { return a.seq - b.seq || (a.client_id < b.client_id ? -1 : 1); });
  }

  parts.Queue = Queue;

  /* A version 4 UUID; crypto.randomUUID is missing in old browsers and on plain http. */
  parts.uuid = function () {
    var b = crypto.getRandomValues(new Uint8Array(16));
    b[6] = (b[6] & 15) | 64;
    b[8] = (b[8] & 63) | 128;
    var hex = Array.from(b, function (n) { return (n + 256).toString(16).slice(1); }).join('');
    return hex.slice(0, 8) + '-' + hex.slice(8, 12) + '-' + hex.slice(12, 16) + '-' + hex.slice(16, 20) + '-' + hex.slice(20);
  };

  /* The server's time as far as this laptop knows it. What passes is counted by a clock nobody can set; the wall
     clock, which may stand in 2019, is read once and corrected by what the server last said. The other clock stands
     still while the lid is closed: a wall clock that is ahead by less than a day has slept.

     What the server says was true at some moment between asking and hearing: each answer narrows the bounds of the
     offset. A wall clock that can be right is left alone, so two laptops whose clocks are right agree to the
     millisecond, however slow the line; where it cannot be right, the middle of the bounds is taken. */
  var began = Date.now() - performance.now();
  parts.clock = {
    offset: 0,
    boot: parts.uuid(),
    wall: function () {
      var ahead = Date.now() - began - performance.now();
      if (ahead > 60000 && ahead < 86400000) began += ahead;
      return began + performance.now();
    },
    said: function (wall) { return new Date(wall + this.offset).toISOString(); },
    now: function () { return this.wall() + this.offset; },
    learned: false, /* whether the server has been asked in this life of the page */
    low: -Infinity,
    high: Infinity,
    learn: function (server, asked) {
      if (!server) return;
      var low = server - this.wall() - 1;
      var high = Math.max(server - asked + 1, low);
      var moved = low > this.high || high < this.low; /* somebody set a clock meanwhile: what was known holds no more */
      this.low = moved ? low : Math.max(low, this.low);
      this.high = moved ? high : Math.min(high, this.high);
      this.offset = this.low <= 0 && this.high >= 0 ? 0 : (this.low + this.high) / 2;
      this.learned = true;
    },
    /* When this page was asked for, by the wall clock. */
    opened: function () {
      var visit = performance.getEntriesByType('navigation')[0];
      return began + (visit ? visit.requestStart : 0);
    },
  };
})();
