/* The disk of this browser, as capture uses it: `queue` holds what no server has acknowledged, `kept` the keys
   (capture-vault.js) and what was taken along of a sitting. Where IndexedDB is not to be had (private window, full
   disk) `durable` is false and nothing is stored. */
(function () {
  'use strict';
  var parts = (window.capture = window.capture || {});
  var NAME = 'portal-capture', VERSION = 2;

  function Store() { this.durable = false; }

  function asked() {
    return new Promise(function (resolve, reject) {
      var request = indexedDB.open(NAME, VERSION); /* throws at once where it is forbidden */
      request.onupgradeneeded = function (event) {
        if (event.oldVersion < 1) request.result.createObjectStore('queue', { keyPath: 'client_id' }).createIndex('place', 'place');
        if (event.oldVersion < 2) request.result.createObjectStore('kept', { keyPath: 'key' });
      };
      request.onsuccess = function () { resolve(request.result); };
      request.onerror = function () { reject(request.error); };
      request.onblocked = function () { reject(new Error('blocked')); };
    });
  }

  /* Resolves to the store itself, whether or not it is durable. */
  Store.prototype.open = function () {
    var store = this;
    return new Promise(function (resolve) { resolve(asked()); }).then(function (base) {
      store.base = base;
      store.durable = true;
      base.onversionchange = function () { base.close(); };
      return store;
    }).catch(function () { return store; });
  };

  /* One transaction; it resolves when the disk has it, so that a battery pulled afterwards takes nothing away. */
  Store.prototype.act = function (name, mode, work) {
    var store = this;
    return new Promise(function (resolve, reject) {
      if (!store.base) { reject(new Error('no store')); return; }
      var act = store.base.transaction(name, mode, { durability: 'strict' });
      var request = work(act.objectStore(name));
      act.oncomplete = function () { resolve(request && request.result); };
      act.onerror = act.onabort = function () { reject(act.error); };
    });
  };
  Store.prototype.kept = function (key) {
    return this.act('kept', 'readonly', function (kept) { return kept.get(key); });
  };
  Store.prototype.allKept = function (prefix) {
    return this.act('kept', 'readonly', function (kept) { return kept.getAll(IDBKeyRange.bound(prefix, prefix + '\uffff')); });
  };
  Store.prototype.keep = function (record) {
    return this.act('kept', 'readwrite', function (kept) { return kept.put(record); });
  };
  Store.prototype.forget = function (key) {
    return this.act('kept', 'readwrite', function (kept) { return kept.delete(key); });
  };
  /* The places that have something unsent, with how much; their words are sealed. */
  Store.prototype.unsent = function () {
    if (!this.base) return Promise.resolve(new Map());
    return this.act('queue', 'readonly', function (queue) { return queue.getAll(); }).then(function (found) {
      var places = new Map();
      found.forEach(function (one) { places.set(one.place, (places.get(one.place) || 0) + 1); });
      return places;
    }).catch(function () { return new Map(); });
  };

  parts.Store = Store;
})();
