/* What is written down but not yet acknowledged by the server, kept in this browser.
   One store for all sittings and users; every entry belongs to one place, "user:sitting". An entry is
   {client_id, place, seq, kind, body, …}; it is put here before it is sent and taken out only when the
   server has answered for that client_id. Where IndexedDB is not to be had (private window, full disk)
   the same promises are kept in memory only, and `durable` says so. */
(function () {
  'use strict';
  var parts = (window.capture = window.capture || {});
  var NAME = 'portal-capture';

  function open() {
    return new Promise(function (resolve, reject) {
      var asked = indexedDB.open(NAME, 1); /* throws at once where it is forbidden */
      asked.onupgradeneeded = function () {
        var store = asked.result.createObjectStore('queue', { keyPath: 'client_id' });
        store.createIndex('place', 'place');
      };
      asked.onsuccess = function () { resolve(asked.result); };
      asked.onerror = function () { reject(asked.error); };
      asked.onblocked = function () { reject(new Error('blocked')); };
    });
  }

  function Queue(place) {
    this.place = place;
    this.durable = false;
    this.memory = new Map();
    this.last = 0;
  }

  /* Resolves to the queue itself, whether or not it is durable. */
  Queue.prototype.open = function () {
    var queue = this;
    return new Promise(function (resolve) { resolve(open()); }).then(function (base) {
      queue.base = base;
      queue.durable = true;
      base.onversionchange = function () { base.close(); };
      return queue;
    }).catch(function () { return queue; });
  };

  Queue.prototype._do = function (mode, work) {
    var queue = this;
    return new Promise(function (resolve, reject) {
      var act = queue.base.transaction('queue', mode);
      var asked = work(act.objectStore('queue'));
      act.oncomplete = function () { resolve(asked && asked.result); };
      act.onerror = act.onabort = function () { reject(act.error); };
    });
  };
  /* The disk may become full or the store go away in the middle: from then on memory holds everything. */
  Queue.prototype._lost = function () { this.durable = false; if (this.onlost) this.onlost(); };

  Queue.prototype.next = function () {
    this.last = Math.max(Date.now(), this.last + 1);
    return this.last;
  };

  Queue.prototype.put = function (entry) {
    var queue = this;
    entry.place = queue.place;
    if (!entry.seq) entry.seq = queue.next();
    if (!queue.durable) { queue.memory.set(entry.client_id, entry); return Promise.resolve(entry); }
    return queue._do('readwrite', function (store) { return store.put(entry); }).then(
      function () { return entry; },
      function () { queue.memory.set(entry.client_id, entry); queue._lost(); return entry; });
  };

  Queue.prototype.putAll = function (entries) {
    return Promise.all(entries.map(this.put, this));
  };

  Queue.prototype.remove = function (client_id) {
    this.memory.delete(client_id);
    if (!this.base) return Promise.resolve();
    return this._do('readwrite', function (store) { return store.delete(client_id); }).catch(function () {});
  };

  /* Everything of this place, in the order in which it was written. */
  Queue.prototype.all = function () {
    var queue = this;
    var kept = Array.from(queue.memory.values());
    if (!queue.base) return Promise.resolve(sorted(kept));
    return queue._do('readonly', function (store) { return store.index('place').getAll(queue.place); }).then(
      function (found) {
        var known = new Set(kept.map(function (one) { return one.client_id; }));
        return sorted(kept.concat(found.filter(function (one) { return !known.has(one.client_id); })));
      },
      function () { queue._lost(); return sorted(kept); });
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
})();
