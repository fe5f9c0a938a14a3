/* Sends what the queue holds, in order, several rows a request. A request without an answer is given up soon and
   sent again: each client_id is taken once, so asking twice costs nothing, and one lost request holds nobody up. */
(function () {
  'use strict';
  var parts = (window.capture = window.capture || {});
  var Sync = parts.Sync;
  var ALONE = ['row', 'edit', 'delete', 'person']; /* each has an address of its own */
  var SLOW = 30000, MOST = 20, LONGEST = 40000;

  Sync.prototype.retry = function () { this.wait = 0; return this.pump(); };
  Sync.prototype.back = function () { this.signedOut = false; this.hooks.changed(); this.retry(); this._poll(); };

  Sync.prototype.pump = function () {
    var sync = this;
    if (this.pumping) { this.again = true; return this.pumping; }
    clearTimeout(this.timer);
    this.pumping = this._send().catch(function () { sync._pause(); }).then(function () {
      sync.away.clear();
      sync.pumping = null;
      if (sync.again) { sync.again = false; return sync.pump(); }
    });
    return this.pumping;
  };
  Sync.prototype._send = function () {
    var sync = this;
    return this.queue.all().then(function (entries) {
      sync.entries = merged(entries, sync.entries, sync.storing);
      if (sync.entries.length && !parts.clock.learned) return sync._greet();
      sync.time();
      var batch = sync.signedOut ? [] : sync._batch();
      if (!batch.length) { sync.hooks.changed(); return null; }
      batch.forEach(function (one) { one.tried += 1; sync.away.add(one.client_id); sync.timed(one); });
      return sync.queue.putAll(batch).then(function () { return sync._ask(batch); }).then(function (go) {
        sync.away.clear();
        sync.hooks.changed();
        return go ? sync._send() : null;
      });
    });
  };
  /* Nothing goes out before the server has said what time it is: when something was said is told in its time. */
  Sync.prototype._greet = function () {
    var sync = this;
    return this._look().then(function (answer) {
      if (answer.kind === 'ok') return sync._send();
      if (answer.kind !== 'signed_out') sync._pause();
      return null;
    });
  };
  /* What another tab has sent meanwhile is gone from the store; what is not yet stored stays. */
  function merged(stored, held, storing) {
    var fresh = new Map(held.map(function (one) { return [one.client_id, one]; }));
    var known = new Set(stored.map(function (one) { return one.client_id; }));
    var coming = held.filter(function (one) { return storing.has(one.client_id) && !known.has(one.client_id); });
    return stored.map(function (one) { return fresh.get(one.client_id) || one; }).concat(coming);
  }
  function about(one) { return [one.client_id, one.target, one.body.speaker].filter(Boolean); }
  /* The next entries, in order; behind one that waits for its recorder nothing of the same row or speaker goes
     out. What builds on another entry of the batch waits for its answer: an edit must know the version. */
  Sync.prototype._batch = function () {
    var sync = this;
    var held = new Set();
    var inside = new Set();
    var batch = [];
    var size = 0;
    this.entries.some(function (one) {
      var known = about(one);
      if (one.state !== 'waiting' || sync.storing.has(one.client_id) || known.some(function (id) { return held.has(id); })) {
        held.add(one.client_id);
        if (one.target) held.add(one.target);
        return false;
      }
      size += (one.body.original || one.body.text || '').length;
      if (batch.length && (size > LONGEST || known.some(function (id) { return inside.has(id); }))) return true;
      inside.add(one.client_id);
      if (one.target) inside.add(one.target);
      batch.push(one);
      return batch.length === MOST;
    });
    return batch;
  };
  Sync.prototype._url = function (entry) {
    var urls = this.desk.urls;
    if (entry.kind === 'person') return urls.person;
    if (entry.kind === 'row') return urls.save;
    return urls.rows + entry.target + '/' + entry.kind + '/';
  };

  /* --- what the answers mean --------------------------------------------------------------------------- */
  Sync.prototype._ask = function (batch) {
    var sync = this;
    if (batch.length === 1 && ALONE.indexOf(batch[0].kind) > -1) {
      return parts.post(this._url(batch[0]), batch[0].body, this.desk.user).then(function (answer) { return sync._answer(batch[0], answer); });
    }
    return parts.postAll(this.desk.urls.batch, batch, this.desk.user).then(function (answer) {
      if (answer.kind !== 'ok') return sync._answer(batch[0], answer.kind === 'refused' ? { kind: 'again' } : answer);
      var left = batch.slice();
      return (function next() {
        var entry = left.shift();
        if (!entry) return true;
        return sync._answer(entry, answer.data.results[entry.client_id] || { kind: 'again' }).then(function (go) { return go && next(); });
      })();
    });
  };
  /* Resolves to whether the next may go out at once. */
  Sync.prototype._answer = function (entry, answer) {
    if (answer.kind !== 'again') this._network(true);
    if (answer.kind === 'ok') { this.wait = 0; return this._done(entry, answer.data); }
    if (answer.kind === 'signed_out') {
      this.signedOut = true;
      this.hooks.signedOut(answer.other);
      return Promise.resolve(false);
    }
    if (answer.kind === 'again') {
      if (answer.offline) this._network(false);
      this._pause();
      return Promise.resolve(false);
    }
    entry.state = answer.kind === 'stale' ? 'stale' : 'refused';
    entry.message = answer.message;
    entry.now = answer.row || null;
    if (answer.row) this._take(answer.row);
    return this.queue.put(entry).then(function () { return true; });
  };
  Sync.prototype._pause = function () {
    this.wait = Math.min(this.wait ? this.wait * 2 : 1000, SLOW);
    clearTimeout(this.timer);
    this.timer = setTimeout(this.pump.bind(this), this.wait);
  };
  Sync.prototype._done = function (entry, data) {
    var sync = this;
    if (data.person) this._meet(data.person);
    if (data.status) this.status = data.status;
    var told = this.rows.has(entry.client_id); /* a poll was quicker, and its counts hold the row already */
    if (data.row && entry.kind === 'row') this._take(Object.assign(Sync.localRow(entry, this.desk), data.row));
    else if (data.row) this._take(data.row);
    this.lastSaved = new Date();
    this.entries = this.entries.filter(function (one) { return one !== entry; });
    var later = this.entries.filter(function (one) { return one.kind === 'edit' && one.target === entry.target && data.row; });
    later.forEach(function (one) { one.body.version = data.row.version; });
    if (entry.kind === 'row' && data.row && !data.row.deleted && !told) this._count(entry.body, 1);
    return this.queue.remove(entry.client_id).then(function () { return sync.queue.putAll(later); }).then(function () { return true; });
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
})();
