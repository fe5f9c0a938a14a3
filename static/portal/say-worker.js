/* Works out the sum of an ALTCHA challenge (SHA-256, counter as big-endian uint32) off the page's own thread.
   In: the challenge as the server made it. Out: {counter, derivedKey, time}, or nothing where the browser cannot. */
'use strict';

function bytes(hex) {
  var out = new Uint8Array(hex.length / 2);
  for (var i = 0; i < out.length; i += 1) out[i] = parseInt(hex.substr(i * 2, 2), 16);
  return out;
}

function hex(buffer) {
  return Array.prototype.map.call(new Uint8Array(buffer), function (b) { return ('0' + b.toString(16)).slice(-2); }).join('');
}

function startsWith(buffer, prefix) {
  var head = new Uint8Array(buffer, 0, prefix.length);
  return prefix.every(function (b, i) { return head[i] === b; });
}

async function solve(challenge) {
  var given = challenge.parameters, began = Date.now();
  var salt = bytes(given.salt), nonce = bytes(given.nonce), prefix = Array.from(bytes(given.keyPrefix));
  var data = new Uint8Array(salt.length + nonce.length + 4), view = new DataView(data.buffer);
  data.set(salt, 0);
  data.set(nonce, salt.length);
  for (var counter = 0; counter <= 0xFFFFFFFF; counter += 1) {
    view.setUint32(salt.length + nonce.length, counter);
    var key = await crypto.subtle.digest('SHA-256', data);
    if (startsWith(key, prefix)) return { counter: counter, derivedKey: hex(key.slice(0, given.keyLength)), time: Date.now() - began };
  }
  return null;
}

self.onmessage = function (event) {
  if (!self.crypto || !crypto.subtle) return self.postMessage(null);
  solve(event.data).then(function (found) { self.postMessage(found); }, function () { self.postMessage(null); });
};
