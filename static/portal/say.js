/* What the form of a resident gains by a script: the sum worked out while they write, a voice recorded in the
   page, one sending at a time, code and PIN copied. Without it everything is sent all the same. */
(function () {
  'use strict';
  document.documentElement.classList.add('js');
  var LONGEST = 60;
  var form = document.getElementById('say');

  /* --- the sum ------------------------------------------------------------ */
  function prove() {
    var field = form.elements.altcha, challenge;
    if (!window.Worker || !field) return Promise.resolve();
    challenge = JSON.parse(form.getAttribute('data-challenge'));
    return new Promise(function (done) {
      var worker;
      try { worker = new Worker(form.getAttribute('data-worker')); } catch (error) { done(); return; }
      worker.onmessage = function (event) {
        if (event.data) field.value = btoa(JSON.stringify({ challenge: challenge, solution: event.data }));
        worker.terminate();
        done();
      };
      worker.onerror = function () { worker.terminate(); done(); };
      worker.postMessage(challenge);
    });
  }

  /* Somebody quicker than the sum waits for it, three seconds at most. */
  function sendOnce(proved) {
    var sent = false;
    form.addEventListener('submit', function (event) {
      if (sent) { event.preventDefault(); return; }
      sent = true;
      var button = form.querySelector('button[type=submit]');
      button.setAttribute('aria-busy', 'true');
      button.lastChild.textContent = '正在交，请稍等';
      if (form.elements.altcha.value) return;
      event.preventDefault();
      Promise.race([proved, new Promise(function (late) { setTimeout(late, 3000); })]).then(function () { form.submit(); });
    });
    window.addEventListener('pageshow', function (event) { if (event.persisted) window.location.reload(); });
  }

  /* --- a voice in the page -------------------------------------------------- */
  function recorder() {
    var place = form.querySelector('[data-record]'), input = form.elements.voice;
    if (!place || !window.MediaRecorder || !window.DataTransfer || !navigator.mediaDevices || !navigator.mediaDevices.getUserMedia) return;
    var button = place.querySelector('button'), words = button.querySelector('span'), said = place.querySelector('[role=status]');
    var running = null, clock = 0, began = 0;
    place.hidden = false;

    function stop() {
      clearInterval(clock);
      words.textContent = '重新录';
      if (running && running.state !== 'inactive') running.stop();
      running = null;
    }
    function tick() {
      var gone = Math.round((Date.now() - began) / 1000);
      words.textContent = '说完了，按这里（' + gone + ' 秒）';
      if (gone >= LONGEST) stop();
    }
    function keep(parts, kind, stream) {
      stream.getTracks().forEach(function (track) { track.stop(); });
      var basket = new DataTransfer();
      basket.items.add(new File(parts, /mp4/.test(kind) ? '录音.m4a' : /ogg/.test(kind) ? '录音.ogg' : '录音.webm', { type: kind }));
      input.files = basket.files;
      said.textContent = '录好了，' + Math.max(1, Math.round((Date.now() - began) / 1000)) + ' 秒。';
    }
    function start(stream) {
      var parts = [];
      running = new MediaRecorder(stream);
      running.ondataavailable = function (event) { if (event.data.size) parts.push(event.data); };
      running.onstop = (function (one) { return function () { keep(parts, one.mimeType, stream); }; }(running));
      began = Date.now();
      running.start();
      said.textContent = '正在录，最长 60 秒。';
      clock = setInterval(tick, 500);
      tick();
    }
    button.addEventListener('click', function () {
      if (running) { stop(); return; }
      navigator.mediaDevices.getUserMedia({ audio: true }).then(start, function () {
        said.textContent = '手机没有让这一页用话筒。可以用上面的框选一段录音，或者直接写。';
      });
    });
  }

  /* --- code and PIN --------------------------------------------------------- */
  function copying(button) {
    var said = document.getElementById('copied'), text = button.getAttribute('data-copy-code');
    function byHand() {
      var chosen = getSelection(), range = document.createRange();
      range.selectNodeContents(document.getElementById('sent-code'));
      chosen.removeAllRanges();
      chosen.addRange(range);
      said.textContent = document.execCommand('copy') ? '已复制，请粘贴到一个地方存好。' : '请长按上面的码复制，或者截屏。';
    }
    button.addEventListener('click', function () {
      if (!navigator.clipboard || !window.isSecureContext) { byHand(); return; }
      navigator.clipboard.writeText(text).then(function () { said.textContent = '已复制，请粘贴到一个地方存好。'; }, byHand);
    });
  }

  if (form) { sendOnce(prove()); recorder(); }
  document.querySelectorAll('[data-copy-code]').forEach(copying);
}());
