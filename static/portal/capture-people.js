/* The speaker picker: nine places with Alt+1…9 that stay put, everybody else below, found by name or initials. */
(function () {
  'use strict';
  var parts = (window.capture = window.capture || {});
  var make = parts.make;
  var PLACES = 9;

  /* place: where the buttons go; find: the search field; onpick(id). */
  function People(place, find, onpick) {
    this.place = place;
    this.find = find;
    this.onpick = onpick;
    this.all = [];
    this.slots = [];
    this.used = [];
    this.chosen = null;
    var people = this;
    find.addEventListener('input', function () { people.draw(); });
    find.addEventListener('keydown', function (event) { people._key(event); });
  }

  /* people in the order of the list; recent: ids, latest first. Slots keep whom they hold. */
  People.prototype.set = function (all, recent) {
    this.all = all;
    if (recent && !this.used.length) this.used = recent.slice();
    var known = new Set(all.map(function (one) { return one.id; }));
    var order = this.used.concat(all.map(function (one) { return one.id; })).filter(function (id) { return known.has(id); });
    this.slots = this.slots.filter(function (id) { return known.has(id); });
    order.forEach(function (id) { if (this.slots.length < PLACES && this.slots.indexOf(id) < 0) this.slots.push(id); }, this);
  };
  People.prototype.get = function (id) { return this.all.find(function (one) { return one.id === id; }) || null; };

  People.prototype.pick = function (id) {
    if (!this.get(id)) return;
    this.used = [id].concat(this.used.filter(function (one) { return one !== id; }));
    if (this.slots.indexOf(id) < 0) this.slots[this._oldest()] = id;
    this.chosen = id;
    this.find.value = '';
    this.onpick(id);
  };
  People.prototype._oldest = function () {
    if (this.slots.length < PLACES) return this.slots.length;
    var used = this.used;
    var ages = this.slots.map(function (id) { var at = used.indexOf(id); return at < 0 ? Infinity : at; });
    return ages.lastIndexOf(Math.max.apply(null, ages));
  };
  People.prototype.pickSlot = function (number) {
    if (this.slots[number - 1]) this.pick(this.slots[number - 1]);
  };

  People.prototype.found = function () {
    var words = this.find.value.trim().toLowerCase();
    if (!words) return null;
    var ranks = new Map(this.used.map(function (id, at) { return [id, at]; }));
    return this.all.filter(function (one) {
      return one.name.toLowerCase().indexOf(words) > -1 || one.initials.indexOf(words) === 0;
    }).sort(function (a, b) { return rank(ranks, a) - rank(ranks, b); });
  };
  function rank(ranks, one) { return ranks.has(one.id) ? ranks.get(one.id) : 1e6; }

  People.prototype._key = function (event) {
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === 'Enter') {
      event.preventDefault();
      var first = (this.found() || [])[0];
      if (first) this.pick(first.id);
    } else if (event.key === 'Escape') {
      this.find.value = '';
      this.draw();
      this.onpick(this.chosen);
    } else if (event.key === 'ArrowDown') {
      event.preventDefault();
      var button = this.place.querySelector('.spk');
      if (button) button.focus();
    }
  };

  People.prototype.draw = function (counts) {
    if (counts) this.counts = counts;
    var people = this;
    var found = this.found();
    var inside = this.place.contains(document.activeElement) && document.activeElement.getAttribute('data-speaker');
    this.place.textContent = '';
    if (found) {
      found.forEach(function (one) { people.place.append(people._button(one, people.slots.indexOf(one.id) + 1)); });
      if (!found.length) this.place.append(make('p', 'small muted px-2', '名单里没有这个人，可以点下面“临时添加发言人”。'));
    } else {
      this.slots.forEach(function (id, at) { people.place.append(people._button(people.get(id), at + 1)); });
      this.all.filter(function (one) { return people.slots.indexOf(one.id) < 0; }).forEach(function (one) { people.place.append(people._button(one, 0)); });
    }
    if (inside) { var again = this.place.querySelector('[data-speaker="' + inside + '"]'); if (again) again.focus(); }
  };
  People.prototype._button = function (one, slot) {
    var people = this;
    var on = one.id === this.chosen;
    var el = make('button', 'spk');
    el.type = 'button';
    el.setAttribute('aria-pressed', String(on));
    el.setAttribute('data-speaker', one.id);
    var name = make('span');
    name.append(make('b', '', one.name), make('small', '', one.about));
    var count = make('span', 'small ' + (on ? 'talk' : 'muted'));
    if (on) count.append(parts.icon('mic-fill'), make('span', 'visually-hidden', '正在发言，'), ' ');
    count.append(make('span', 'num', (this.counts && this.counts.get(one.id)) || 0), make('span', 'visually-hidden', '条'));
    el.append(slot ? make('kbd', '', slot) : make('span'), name, count);
    el.addEventListener('click', function () { people.pick(one.id); });
    return el;
  };

  parts.People = People;
})();
