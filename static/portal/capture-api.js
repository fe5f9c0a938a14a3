/* One request to the server and what its answer means for the queue:
   ok       the server has it
   refused  a rule says no; the sentence is for the recorder, sending it again would change nothing
   stale    somebody else was first; `row` is how it stands now
   again    no network, or the server is unwell: the same is sent later
   signed_out  the session ended, or another account has signed in */
(function () {
  'use strict';
  var parts = (window.capture = window.capture || {});
  var PATIENCE = 20000;

  function token() {
    var cookie = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
    if (cookie) return decodeURIComponent(cookie[1]);
    try { return JSON.parse(document.body.getAttribute('hx-headers'))['X-CSRFToken']; } catch (error) { return ''; }
  }

  function ask(url, options) {
    var stop = new AbortController();
    var timer = setTimeout(function () { stop.abort(); }, PATIENCE);
    options.signal = stop.signal;
    options.credentials = 'same-origin';
    options.redirect = 'error';
    return fetch(url, options).then(function (answer) {
      return answer.json().catch(function () { return {}; }).then(function (data) { return { status: answer.status, data: data }; });
    }).catch(function () { return { status: 0, data: {} }; }).then(function (found) { clearTimeout(timer); return found; });
  }

  function meaning(found) {
    var status = found.status;
    if (status === 200) return { kind: 'ok', data: found.data };
    if (status === 401) return { kind: 'signed_out', other: found.data.error === 'other_user', message: found.data.message };
    if (status === 409) return found.data.row ? { kind: 'stale', row: found.data.row, message: found.data.message } : { kind: 'again' };
    if (status === 403 && !found.data.message) return { kind: 'signed_out' }; /* an old form token: the session changed */
    if (status === 413) return { kind: 'refused', message: '这一条太长了，请分成几条记。' };
    if (status >= 400 && status < 500 && status !== 408 && status !== 429) return { kind: 'refused', message: found.data.message || '服务器没有收下这一条，请改一下再存。' };
    return { kind: 'again', offline: status === 0 };
  }

  parts.post = function (url, body, recorder) {
    var form = new URLSearchParams();
    Object.keys(body).forEach(function (name) { if (body[name] !== undefined && body[name] !== null) form.append(name, body[name]); });
    var headers = { 'X-CSRFToken': token(), 'X-Requested-With': 'fetch', 'X-Recorder': String(recorder) };
    return ask(url, { method: 'POST', headers: headers, body: form }).then(meaning);
  };
  parts.get = function (url, background) {
    var headers = { 'X-Requested-With': 'fetch' };
    if (background) headers['X-Background'] = '1';
    return ask(url, { headers: headers }).then(meaning);
  };
})();
