/* 意见速录: what the recorder sees and types. Keys are inert while an input method composes, and Ctrl+Z and
   the arrows keep their meaning in the text. capture-boot.js calls it when what is kept on the laptop is open. */
window.capture.begin = function (desk, queue, vault, bare) {
  'use strict';
  var parts = window.capture;
  var make = parts.make;
  function by(id) { return document.getElementById(id); }

  var MOST = 10000;
  var drafts = new parts.Drafts(queue, vault);
  var words = by('words');
  var now = { editing: null, id: parts.uuid(), filter: 'all', composing: false };

  var sync = new parts.Sync(desk, queue, { changed: later, signedOut: signedOut });
  var notes = new parts.Notes(desk, queue, sync, bare);
  var leader = new parts.Leader(sync);
  var laptop = new parts.Laptop(desk, queue, sync, vault, bare);
  var topics = new parts.Topics(desk, function () { draw(); keepDraft(); }, function () { words.focus(); });
  var people = new parts.People(by('people'), by('find'), function () { words.focus(); draw(); keepDraft(); });
  var order = new parts.Order(by('turns'), function (id) { people.pick(id); });
  var rows = new parts.Rows(by('entries'), {
    speaker: function (id) { return people.get(id) || { name: '（名单里已没有）', about: '' }; },
    place: function (id) { return topics.name(id); },
    intent: function (value) { return desk.intents[value]; },
    other: function (recorder) { return recorder !== desk.user; },
  }, { edit: edit, remove: function (id) { sync.remove(id); words.focus(); }, mine: mine, theirs: function (entry) { sync.drop(entry); words.focus(); }, again: again });

  /* --- drawing ------------------------------------------------------------------------------------- */
  var asked = false;
  function later() {
    if (asked) return;
    asked = true;
    setTimeout(function () { asked = false; draw(); }, 0);
  }
  function tally(view) {
    var sums = { total: 0, people: new Map(), topics: new Map() };
    function count(speaker, topic, n) {
      sums.total += n;
      sums.people.set(speaker, (sums.people.get(speaker) || 0) + n);
      topics.count(sums.topics, topic, n);
    }
    sync.counts.forEach(function (one) { count(one[0], one[1], one[2]); });
    view.forEach(function (row) { if (row.entry && row.entry.kind === 'row') count(row.speaker, row.topic, 1); });
    sync.entries.forEach(function (one) {
      var row = one.kind === 'delete' && one.state === 'waiting' && sync.rows.get(one.target);
      if (row && !row.deleted) count(row.speaker, row.topic, -1);
    });
    return sums;
  }
  function shown(view) {
    return view.map(function (row, index) { return { row: row, index: index }; }).filter(function (item) {
      var row = item.row;
      if (now.filter === 'topic') return topics.holds(row.topic);
      if (now.filter === 'speaker') return row.speaker === people.chosen;
      if (now.filter === 'waiting') return row.state !== 'saved';
      return true;
    });
  }
  function draw() {
    people.set(everybody(), desk.recent.map(speakerOf).filter(Boolean));
    var view = sync.view();
    var sums = tally(view);
    people.draw(sums.people);
    order.set(people.all, sums.people, people.chosen);
    leader.draw();
    topics.draw(sums.topics);
    drawComposer(sums.total);
    drawFilters(view, sums);
    rows.draw(shown(view), sums.total);
    by('total').textContent = sums.total;
    by('older').hidden = now.filter !== 'all' || now.noMore || view.length >= sums.total || view.length < desk.page;
    notes.draw();
    laptop.draw();
  }
  function everybody() {
    var all = Array.from(sync.people.values());
    sync.entries.forEach(function (one) {
      if (one.kind === 'person' && !sync.people.has(one.client_id)) all.push({ id: one.client_id, pk: 0, name: one.body.name, initials: one.body.initials || '', about: one.about });
    });
    return all;
  }
  function speakerOf(pk) {
    var found = desk.people.find(function (one) { return one.pk === pk; });
    return found ? found.id : null;
  }
  function drawComposer(total) {
    var who = people.get(people.chosen);
    var at = now.editing;
    by('number').textContent = at ? '改一条' : '第 ' + (total + 1) + ' 条';
    by('who').textContent = who ? who.name : '先选发言人';
    by('who-mark').textContent = who ? who.name.slice(0, 1) : '';
    by('who-mark').hidden = !who;
    by('who-about').textContent = who ? who.about : '';
    by('save-label').textContent = at ? '存修改' : '存这条';
    by('cancel-edit').hidden = !at;
    by('composer').classList.toggle('is-editing', Boolean(at));
  }
  function drawFilters(view, sums) {
    var who = people.get(people.chosen);
    var waiting = view.filter(function (row) { return row.state !== 'saved'; }).length;
    var all = [['all', '全部 ' + sums.total], ['topic', '本议题 ' + (sums.topics.get(topics.chosen) || 0)]];
    if (who) all.push(['speaker', '只看' + who.name + ' ' + (sums.people.get(who.id) || 0)]);
    if (waiting || now.filter === 'waiting') all.push(['waiting', '没存好 ' + waiting]);
    var box = by('filters');
    var held = box.contains(document.activeElement) && document.activeElement.getAttribute('data-filter');
    box.textContent = '';
    all.forEach(function (one) {
      var el = make('button', '', one[1]);
      el.type = 'button';
      el.setAttribute('data-filter', one[0]);
      el.setAttribute('aria-pressed', String(now.filter === one[0]));
      el.addEventListener('click', function () { now.filter = one[0]; draw(); });
      box.append(el);
      if (held === one[0]) el.focus();
    });
  }
  /* --- signing in again ------------------------------------------------------------------------------- */
  function signedOut(other) {
    sync.other = other;
    if (other && vault && queue.durable) { /* somebody else sits here now: everything is kept, nothing is shown */
      keepDraft();
      setTimeout(function () { location.reload(); }, 300);
      document.querySelector('.cap').setAttribute('data-locked', '');
      return;
    }
    draw();
    if (!other && !bare && !words.value && !now.composing) notes.askSignIn();
  }

  /* --- typing --------------------------------------------------------------------------------------------- */
  function intent() { return by('composer').elements.intent.value; }
  function setIntent(value) { by('composer').elements.intent.value = value; }
  function refuse(text) {
    var box = by('refusal');
    box.hidden = !text;
    box.textContent = text || '';
  }
  function clear() {
    words.value = '';
    grow();
    refuse('');
    now.id = parts.uuid();
    now.editing = null;
  }
  function save() {
    var text = words.value.trim();
    if (!text) { refuse('还没有写意见内容。'); return; }
    var size = Array.from(text).length; /* characters as the server counts them */
    if (size > MOST) { refuse('一条意见最多 ' + MOST + ' 个字，现在有 ' + size + ' 个字。请分成几条记，您写的还在。'); return; }
    if (!people.get(people.chosen)) { refuse('先选是谁在发言，再存这一条。您写的还在。'); by('find').focus(); return; }
    var body = { speaker: people.chosen, topic: topics.current(), intent: intent(), original: words.value };
    var kept;
    if (now.editing) {
      kept = sync.edit(now.editing, body);
      finishEdit();
    } else {
      if (!started()) { refuse('还没有开始记录，请先点“开始记录”。您写的还在。'); return; }
      body.client_id = now.id;
      kept = sync.say(now.id, body);
      clear();
    }
    kept.then(keepDraft);
    if (now.filter === 'waiting') now.filter = 'all';
    words.focus();
  }
  /* Where there is no network to begin the record, the first row begins it. */
  function started() {
    if (sync.status === 'ready' && (bare || sync.offline)) sync.begin();
    return sync.status !== 'ready';
  }
  function edit(id) {
    var row = sync.view().find(function (one) { return one.id === id; });
    if (!row || row.fixed) return;
    if (!now.editing) now.stash = typed();
    now.editing = id;
    put(asTyped(row, now.id));
    words.focus();
    words.setSelectionRange(words.value.length, words.value.length);
  }
  /* What stands in the composer, and a row as if it stood there under the key `id`. */
  function typed() {
    return { text: words.value, speaker: people.chosen, topic: topics.chosen, clause: topics.clause, intent: intent(), id: now.id };
  }
  function asTyped(row, id) {
    return Object.assign({ text: row.text, speaker: row.speaker, intent: row.intent, id: id }, topics.split(row.topic));
  }
  function put(state) {
    words.value = state.text;
    topics.put(state.topic, state.clause);
    now.id = state.id;
    setIntent(state.intent);
    people.chosen = state.speaker;
    refuse('');
    grow();
    draw();
  }
  /* What was half typed before the change comes back. */
  function finishEdit() {
    var stash = now.stash;
    now.editing = null;
    now.stash = null;
    if (stash) put(stash);
    words.focus();
  }
  function mine(entry) { sync.edit(entry.target, {}); words.focus(); }
  function again(entry) {
    if (words.value.trim()) { refuse('请先存下或清空正在写的这一条，再重新记。'); return; }
    sync.drop(entry);
    words.value = entry.body.original;
    grow();
    words.focus();
    keepDraft();
  }
  function lastOwn() { return sync.view().find(function (row) { return row.recorder === desk.user && !row.fixed; }); }
  function withdraw() {
    var row = lastOwn();
    if (!row) return;
    sync.remove(row.id);
    if (!words.value.trim() && !now.editing) {
      put(asTyped(row, parts.uuid()));
      keepDraft();
      portal.say('已撤回，文字放回输入框');
    } else portal.say('已撤回刚存的一条');
    words.focus();
  }
  function grow() {
    words.rows = Math.min(12, Math.max(3, Math.ceil(words.value.length / 34) + (words.value.match(/\n/g) || []).length));
  }

  /* --- what is half typed, kept in this browser ------------------------------------------------------------- */
  function keepDraft() {
    clearTimeout(now.timer);
    var state = now.editing && now.stash ? now.stash : typed();
    var held = now.editing ? { id: now.editing, text: words.value } : null;
    drafts.keep({ state: state, held: held });
  }
  function restoreDraft(saved) {
    if (!saved) { topics.put(topics.chosen, 0); return; }
    var state = saved.state;
    var sent = sync.of(state.id).length || sync.rows.has(state.id); /* it was saved at the last moment */
    if (sent) { state.text = ''; state.id = parts.uuid(); }
    put(state);
    if (saved.held && saved.held.text) { edit(saved.held.id); if (now.editing) words.value = saved.held.text; }
    if (people.get(state.speaker)) people.pick(state.speaker);
    grow();
  }

  /* --- keys --------------------------------------------------------------------------------------------------- */
  document.addEventListener('compositionstart', function () { now.composing = true; });
  document.addEventListener('compositionend', function () { now.composing = false; });
  words.addEventListener('keydown', function (event) {
    if (event.isComposing || event.keyCode === 229 || event.key !== 'Enter') return;
    if (event.shiftKey || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    if (!event.repeat) save();
  });
  document.addEventListener('keydown', function (event) {
    if (event.isComposing || event.keyCode === 229) return;
    if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) {
      if (event.key === 'Escape' && now.editing && event.target === words) { finishEdit(); keepDraft(); }
      return;
    }
    if (document.querySelector('dialog[open]')) return;
    if (act(event)) event.preventDefault();
  });
  function act(event) {
    var code = event.code || '';
    var digit = /^(?:Digit|Numpad)(\d)$/.exec(code);
    if (digit && digit[1] === '0') { late.open(true); return true; }
    if (digit) { people.pickSlot(Number(digit[1])); return true; }
    var tab = /^Key([QWERTY])$/.exec(code);
    if (tab) { topics.pickKey(tab[1]); return true; }
    if (code === 'KeyN') { order.pickNext(); return true; }
    if (code === 'KeyK') { topics.focusClause(); return true; }
    if (code === 'KeyZ') { withdraw(); return true; }
    if (code === 'ArrowUp') { var row = lastOwn(); if (row) edit(row.id); return true; }
    if (code === 'Slash') { by('keys').scrollIntoView({ block: 'nearest' }); by('keys').focus(); return true; }
    return false;
  }

  /* --- the rest of the page ------------------------------------------------------------------------------------- */
  by('composer').addEventListener('submit', function (event) { event.preventDefault(); event.stopPropagation(); save(); });
  words.addEventListener('input', function () {
    grow();
    if (words.value) refuse('');
    clearTimeout(now.timer);
    now.timer = setTimeout(keepDraft, 60);
  });
  /* A table copied out of Word comes as tabs; what the server would make of it is shown at once, and Ctrl+Z takes it back. */
  words.addEventListener('paste', function (event) {
    var text = event.clipboardData ? event.clipboardData.getData('text/plain') : '';
    if (text.indexOf('\t') < 0) return;
    event.preventDefault();
    document.execCommand('insertText', false, parts.untabled(text));
  });
  by('intents').addEventListener('change', keepDraft);
  by('cancel-edit').addEventListener('click', function () { finishEdit(); keepDraft(); });
  by('more').addEventListener('click', function () {
    by('more').disabled = true;
    sync.older().then(function (number) {
      by('more').disabled = false;
      if (number >= 0 && number < desk.page) now.noMore = true;
      draw();
    });
  });
  addEventListener('pagehide', keepDraft);
  addEventListener('beforeunload', function (event) {
    if (!sync.storing.size && (queue.durable || !sync.entries.length)) return;
    event.preventDefault();
    event.returnValue = '';
  });

  var late = new parts.Late(sync, function (key) {
    people.set(everybody());
    people.pick(key);
  }, function () { words.focus(); });

  /* --- begin ----------------------------------------------------------------------------------------------------------- */
  queue.opened = true;
  return Promise.all([drafts.kept(), sync.start(bare)]).then(function (both) {
    people.set(everybody(), desk.recent.map(speakerOf).filter(Boolean));
    restoreDraft(both[0]);
    laptop.start();
    draw();
    if (sync.status === 'recording' || bare) words.focus();
    document.querySelector('.cap').setAttribute('data-ready', '');
  });
};
