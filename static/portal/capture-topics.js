/* What is spoken about: a tab per topic (Alt+Q…Y), the articles of the chosen one, and the article's text. */
(function () {
  'use strict';
  var parts = (window.capture = window.capture || {});
  var make = parts.make;
  var KEYS = 'QWERTY';
  function by(id) { return document.getElementById(id); }

  /* changed(): another topic or article is chosen; done(): back to the text. */
  function Topics(desk, changed, done) {
    var topics = this;
    this.changed = changed;
    this.done = done;
    this.tabs = desk.topics.concat([{ id: 0, name: '其他意见', title: '其他意见', articles: [] }]);
    this.chosen = this.tabs[0].id;
    this.clause = 0;
    this.tabOf = new Map(); /* topic or article → its tab */
    this.articleOf = new Map();
    this.tabs.forEach(function (tab) {
      topics.tabOf.set(tab.id, tab);
      tab.articles.forEach(function (one) { topics.tabOf.set(one.id, tab); topics.articleOf.set(one.id, one); });
    });
    by('clause').addEventListener('change', function () { topics.clause = Number(by('clause').value); changed(); });
    by('clause').addEventListener('keydown', function (event) {
      if (event.key === 'Enter' || event.key === 'Escape') { event.preventDefault(); done(); }
    });
  }

  /* --- questions ------------------------------------------------------------------------------------ */
  /* The topic of the next row: an article where one is chosen. */
  Topics.prototype.current = function () { return this.clause || this.chosen; };
  Topics.prototype.name = function (id) {
    var one = this.articleOf.get(id);
    var tab = this.tabOf.get(id);
    return (tab ? tab.name : '其他议题') + (one ? one.name : '');
  };
  /* Whether a row on `id` belongs to the chosen tab. */
  Topics.prototype.holds = function (id) { return (this.tabOf.get(id) || {}).id === this.chosen; };
  /* Tab and article of a row on `id`; what is no longer on the agenda stands under the first tab. */
  Topics.prototype.split = function (id) {
    return { topic: (this.tabOf.get(id) || this.tabs[0]).id, clause: this.articleOf.has(id) ? id : 0 };
  };
  /* Add `n` rows on `id` to `sums`: under the tab's id, and under "a" and the article's. */
  Topics.prototype.count = function (sums, id, n) {
    function add(key) { sums.set(key, (sums.get(key) || 0) + n); }
    add((this.tabOf.get(id) || this.tabs[this.tabs.length - 1]).id);
    if (this.articleOf.has(id)) add('a' + id);
  };

  /* --- choosing ------------------------------------------------------------------------------------- */
  Topics.prototype.put = function (topic, clause) {
    this.chosen = this.tabOf.has(topic) ? topic : this.tabs[0].id;
    this.clause = this.tabOf.has(topic) && this.articleOf.has(clause) ? clause : 0;
    this._fill();
  };
  Topics.prototype.pick = function (id) {
    this.put(id, 0);
    this.changed();
    this.done();
  };
  Topics.prototype.pickKey = function (letter) {
    var wanted = this.tabs[KEYS.indexOf(letter)];
    if (wanted) this.pick(wanted.id);
  };
  Topics.prototype.focusClause = function () {
    if (!by('clause-box').classList.contains('d-none')) by('clause').focus();
  };

  /* --- drawing -------------------------------------------------------------------------------------- */
  Topics.prototype._fill = function () {
    var tab = this.tabOf.get(this.chosen);
    var list = by('clause');
    by('clause-box').classList.toggle('d-none', !tab.articles.length);
    list.textContent = '';
    list.append(new Option('不针对条文', '0'));
    tab.articles.forEach(function (one) { list.append(new Option(one.name + (one.caption ? '　' + one.caption : ''), one.id)); });
    list.value = String(this.clause);
  };
  Topics.prototype.draw = function (sums) {
    var box = by('topics');
    var held = box.contains(document.activeElement) && document.activeElement.getAttribute('data-topic');
    box.textContent = '';
    this.tabs.forEach(function (tab, at) {
      var el = this._tab(tab, KEYS[at], sums.get(tab.id) || 0);
      box.append(el);
      if (held === String(tab.id)) el.focus();
    }, this);
    this._drawArticle(sums);
  };
  Topics.prototype._tab = function (tab, key, number) {
    var topics = this;
    var el = make('button', 'tab');
    el.type = 'button';
    el.title = tab.title;
    el.setAttribute('data-topic', tab.id);
    el.setAttribute('aria-pressed', String(tab.id === this.chosen));
    if (tab.id === this.chosen) el.setAttribute('aria-current', 'true');
    el.append(tab.name + ' ', make('span', 'muted num', number));
    if (key) el.append(' ', make('kbd', 'only-d', 'Alt ' + key));
    el.addEventListener('click', function () { topics.pick(tab.id); });
    return el;
  };
  Topics.prototype._drawArticle = function (sums) {
    var one = this.articleOf.get(this.clause);
    by('article').hidden = !one;
    if (!one) return;
    by('art-title').textContent = one.name + (one.caption ? '　' + one.caption : '');
    by('art-text').textContent = one.text;
    by('art-count').textContent = '本场在这一条上已记 ' + (sums.get('a' + this.clause) || 0) + ' 条意见。';
  };

  parts.Topics = Topics;
})();
