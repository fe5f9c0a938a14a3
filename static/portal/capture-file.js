/* The queue as one file that only the server opens: a key agreed with the server's public one (ECDH P-256, HKDF),
   used once, AES-GCM. meetings/imports/laptop.py reads it. */
(function () {
  'use strict';
  var parts = (window.capture = window.capture || {});
  var CURVE = { name: 'ECDH', namedCurve: 'P-256' };
  var text = new TextEncoder();
  function bytes(words) { return Uint8Array.from(atob(words), function (c) { return c.charCodeAt(0); }); }
  function words(buffer) {
    var out = '';
    new Uint8Array(buffer).forEach(function (n) { out += String.fromCharCode(n); });
    return btoa(out);
  }

  /* Resolves to the words of the file. */
  parts.lockFile = function (desk, entries) {
    var iv = crypto.getRandomValues(new Uint8Array(12));
    var inside = text.encode(JSON.stringify({ stamp: desk.stamp, now: Math.round(parts.clock.now()), entries: entries }));
    return Promise.all([
      crypto.subtle.importKey('raw', bytes(desk.lock), CURVE, false, []),
      crypto.subtle.generateKey(CURVE, true, ['deriveBits']),
    ]).then(function (keys) {
      return Promise.all([
        crypto.subtle.deriveBits({ name: 'ECDH', public: keys[0] }, keys[1].privateKey, 256),
        crypto.subtle.exportKey('raw', keys[1].publicKey),
      ]);
    }).then(function (both) {
      return crypto.subtle.importKey('raw', both[0], 'HKDF', false, ['deriveKey']).then(function (shared) {
        var how = { name: 'HKDF', hash: 'SHA-256', salt: both[1], info: text.encode('portal capture file') };
        return crypto.subtle.deriveKey(how, shared, { name: 'AES-GCM', length: 256 }, false, ['encrypt']);
      }).then(function (key) {
        return crypto.subtle.encrypt({ name: 'AES-GCM', iv: iv, additionalData: text.encode(String(desk.sitting)) }, key, inside);
      }).then(function (box) {
        return JSON.stringify({ portal: 'capture', form: 1, sitting: desk.sitting, pub: words(both[1]), iv: words(iv), box: words(box) });
      });
    });
  };
})();
