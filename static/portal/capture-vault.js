/* The key to what one recorder keeps on this laptop. Rows, half-typed words and what was taken along are sealed with
   AES-GCM under a random key that is never stored in clear: it lies in a ring, once locked with a secret that the
   server gives to nobody but this recorder signed in, and once with a PIN of their choosing for days without network.
   A colleague who signs in here gets another secret and opens nothing. What this cannot do: docs/operations.md. */
(function () {
  'use strict';
  var parts = (window.capture = window.capture || {});
  var ROUNDS = 600000, FREE = 3, MOST = 10, LEAST = 6;
  var text = new TextEncoder();

  /* On plain http, or in a private window without a disk, nothing can be sealed. */
  parts.sealable = function (store) { return Boolean(window.isSecureContext && window.crypto && crypto.subtle && store.durable); };

  function random(size) { return crypto.getRandomValues(new Uint8Array(size)); }
  function aes(raw) { return crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt']); }
  function lock(key, data, about) {
    var iv = random(12);
    return crypto.subtle.encrypt({ name: 'AES-GCM', iv: iv, additionalData: text.encode(about) }, key, data).then(function (box) {
      return { iv: iv, box: box };
    });
  }
  function unlock(key, sealed, about) {
    return crypto.subtle.decrypt({ name: 'AES-GCM', iv: sealed.iv, additionalData: text.encode(about) }, key, sealed.box);
  }
  function fromPin(pin, salt, rounds) {
    return crypto.subtle.importKey('raw', text.encode(pin.normalize('NFKC')), 'PBKDF2', false, ['deriveKey']).then(function (given) {
      var how = { name: 'PBKDF2', hash: 'SHA-256', salt: salt, iterations: rounds };
      return crypto.subtle.deriveKey(how, given, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
    });
  }

  function Vault(store, user) {
    this.store = store;
    this.user = user;
    this.name = 'ring:' + user;
    this.key = null;  /* opens what is kept; in memory alone */
    this.lid = null;  /* opens the ring, and in which place of it */
  }

  Vault.prototype.ring = function () { return this.store.kept(this.name); };

  /* --- by the server's secret -------------------------------------------------------------------------- */
  /* Resolves to 'open', 'signed_out', 'other' (somebody else is signed in), 'away' (no network), 'refused', 'broken'. */
  Vault.prototype.byServer = function (url) {
    var vault = this;
    return this.ring().then(function (ring) {
      var device = ring ? ring.device : parts.uuid();
      return parts.post(url, { device: device }, vault.user).then(function (answer) {
        if (answer.kind === 'signed_out') return answer.other ? 'other' : 'signed_out';
        if (answer.kind !== 'ok') return answer.kind === 'again' ? 'away' : 'refused';
        var secret = Uint8Array.from(atob(answer.data.secret), function (c) { return c.charCodeAt(0); });
        return aes(secret).then(function (key) { return ring ? vault._open(ring, key, 'server') : vault._make(device, key, url); });
      });
    });
  };
  /* A second tab may make one at the same moment: the first stands, and both use it. */
  Vault.prototype._make = function (device, key, url) {
    var vault = this;
    var raw = random(32);
    return lock(key, raw, this.name).then(function (sealed) {
      var ring = { key: vault.name, user: vault.user, device: device, server: sealed, pin: null };
      return vault.store.act('kept', 'readwrite', function (kept) { return kept.add(ring); });
    }).then(function () { return vault._take(raw, key, 'server'); }, function (error) {
      return vault.ring().then(function (found) {
        if (!found) throw error;
        return vault.byServer(url);
      });
    });
  };
  Vault.prototype._open = function (ring, key, by) {
    var vault = this;
    return unlock(key, ring[by], this.name).then(function (raw) { return vault._take(raw, key, by); }, function () { return 'broken'; });
  };
  Vault.prototype._take = function (raw, key, by) {
    var vault = this;
    return aes(raw).then(function (found) {
      vault.key = found;
      vault.lid = { key: key, by: by };
      return 'open';
    });
  };

  /* --- by the PIN, where there is no network --------------------------------------------------------------- */
  Vault.prototype.hasPin = function () { return this.ring().then(function (ring) { return Boolean(ring && ring.pin); }); };

  /* Needs an open vault. Resolves to the sentence that refuses, or nothing. */
  Vault.prototype.setPin = function (pin) {
    var vault = this;
    if (pin.length < LEAST) return Promise.resolve('离线口令至少 ' + LEAST + ' 位，最好有字母。');
    if (/^(.)\1*$/.test(pin) || '01234567890123456789 98765432109876543210'.indexOf(pin) > -1) return Promise.resolve('这个口令太好猜了，请换一个。');
    var salt = random(16);
    return Promise.all([this.ring(), fromPin(pin, salt, ROUNDS)]).then(function (both) {
      return unlock(vault.lid.key, both[0][vault.lid.by], vault.name).then(function (raw) {
        return lock(both[1], raw, vault.name);
      }).then(function (sealed) {
        both[0].pin = { salt: salt, rounds: ROUNDS, iv: sealed.iv, box: sealed.box, wrong: 0, until: 0 };
        return vault.store.keep(both[0]);
      }).then(function () {
        if (vault.lid.by === 'pin') vault.lid.key = both[1];
        return '';
      });
    });
  };
  /* Resolves to 'open', or 'none' (no PIN here), 'wrong', 'gone' (too many wrong ones), or seconds to wait. */
  Vault.prototype.byPin = function (pin) {
    var vault = this;
    return this.ring().then(function (ring) {
      if (!ring || !ring.pin) return 'none';
      var left = Math.ceil((ring.pin.until - Date.now()) / 1000);
      if (left > 0 && left <= ring.pin.wait) return left;
      ring.pin.wrong += 1; /* counted before it is tried: closing the page in between gains nothing */
      ring.pin.wait = ring.pin.wrong < FREE ? 0 : Math.min(5 * Math.pow(2, ring.pin.wrong - FREE), 900);
      ring.pin.until = Date.now() + ring.pin.wait * 1000;
      return vault.store.keep(ring).then(function () { return fromPin(pin, ring.pin.salt, ring.pin.rounds); }).then(function (key) {
        return vault._open(ring, key, 'pin');
      }).then(function (found) { return vault._after(ring, found); });
    });
  };
  Vault.prototype._after = function (ring, found) {
    var gone = found !== 'open' && ring.pin.wrong >= MOST;
    if (found === 'open') ring.pin.wrong = ring.pin.wait = ring.pin.until = 0;
    if (gone) ring.pin = null; /* the server's secret still opens it: nothing is lost */
    return this.store.keep(ring).then(function () { return found === 'open' ? 'open' : gone ? 'gone' : 'wrong'; });
  };

  /* --- what is kept ---------------------------------------------------------------------------------------- */
  /* `about` names where the sealed thing lies: moved elsewhere it does not open. */
  Vault.prototype.seal = function (thing, about) { return lock(this.key, text.encode(JSON.stringify(thing)), about); };
  Vault.prototype.open = function (sealed, about) {
    return unlock(this.key, sealed, about).then(function (data) { return JSON.parse(new TextDecoder().decode(data)); });
  };

  parts.Vault = Vault;
})();
