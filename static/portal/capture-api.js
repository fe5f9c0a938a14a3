/* One request to the server and what its answer means for the queue:
   ok       the server has it
   refused  a rule says no; the sentence is for the recorder, sending it again would change nothing
   stale    somebody else was first; `row` is how it stands now
   again    no network, or the server is unwell: the same is sent later
   signed_out  the session ended, or another account has signed in */
(function () {
  'use strict';
  var parts = (window.capture = window.capture || {});
  /* How long an answer is waited for: each entry is taken once by the server, so asking again is safe and soon. A
     server that is only slow gets longer with every miss, else it would be asked faster than it can answer. */
  var PATIENCE = 5000, MOST = 30000;
  var missed = 0;
  var sending = null;

  function token() {
    var cookie = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
    if (cookie) return decodeURIComponent(cookie[1]);
    try { return JSON.parse(document.body.getAttribute('hx-headers'))['X-CSRFToken']; } catch (error) { return ''; }
  }

  function ask(url, options, stop) {
    var timer = setTimeout(function () { missed += 1; stop.abort(); }, Math.min(PATIENCE * Math.pow(2, missed), MOST));
    options.signal = stop.signal;
    options.credentials = 'same-origin';
    options.redirect = 'error';
    return fetch(url, options).then(function (answer) {
      return answer.json().catch(function () { return {}; }).then(function (data) { return { status: answer.status, data: data }; });
    }).catch(function () { return { status: 0, data: {} }; }).then(function (found) {
      clearTimeout(timer);
      if (found.status) missed = 0;
      return found;
    });
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

  function send(url, body, type, recorder) {
    var headers = { 'X-CSRFToken': token(), 'X-Requested-With': 'fetch', 'X-Recorder': String(recorder), 'Content-Type': type };
    sending = new AbortController();
    return ask(url, { method: 'POST', headers: headers, body: body }, sending).then(meaning);
  }
  parts.post = function (url, body, recorder) {
    var form = new URLSearchParams();
    Object.keys(body).forEach(function (name) { if (body[name] !== undefined && body[name] !== null) form.append(name, body[name]); });
    return send(url, form.toString(), 'application/x-www-form-urlencoded;charset=UTF-8', recorder);
  };
  /* Several entries of the queue at once; `results` of the answer says for each client_id what `post` would have said. */
  parts.postAll = function (url, entries, recorder) {
    var items = entries.map(function (one) { return { client_id: one.client_id, kind: one.kind, target: one.target, body: one.body }; });
    return send(url, JSON.stringify({ entries: items }), 'application/json', recorder).then(function (answer) {
      if (answer.kind !== 'ok') return answer;
      var results = {};
      (answer.data.results || []).forEach(function (one) { results[one.client_id] = meaning(one); });
      return { kind: 'ok', data: { results: results } };
    });
  };
  /* The network has just come back: what was sent into the dead one is not waited for any longer. */
  parts.abandon = function () { if (sending) sending.abort(); };
  parts.get = function (url, recorder, background) {
    var headers = { 'X-Requested-With': 'fetch', 'X-Recorder': String(recorder) };
    if (background) headers['X-Background'] = '1';
    return ask(url, { headers: headers }, new AbortController()).then(meaning);
  };
})();
