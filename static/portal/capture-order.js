/* 发言顺序: key speakers first, then the others as they stand on the list, with how often each was written down.
   Alt N hands the word to the next who has not spoken; in the list arrows move and Enter chooses. */
(function () {
  'use strict';
  var parts = (window.capture = window.capture || {});
  var make = parts.make;

  /* place: the list; onpick(id). */
  function Order(place, onpick) {
    this.place = place;
    this.onpick = onpick;
    this.people = [];
    this.counts = new Map();
    var order = this;
    place.addEventListener('keydown', function (event) { order._key(event); });
  }

  Order.prototype.set = function (people, counts, chosen) {
    this.people = people.filter(function (one) { return one.key; }).concat(people.filter(function (one) { return !one.key; }));
    this.counts = counts;
    this.chosen = chosen;
    this._draw();
  };
  Order.prototype._count = function (one) { return this.counts.get(one.id) || 0; };
  /* Whose turn it is: the first who has said nothing and does not speak now. */
  Order.prototype.next = function () {
    return this.people.find(function (one) { return !this._count(one) && one.id !== this.chosen; }, this) || null;
  };
  Order.prototype.pickNext = function () {
    var one = this.next();
    if (one) this.onpick(one.id);
  };

  Order.prototype._key = function (event) {
    var step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
    var all = Array.from(this.place.querySelectorAll('button'));
    var wanted = all[all.indexOf(document.activeElement) + step];
    event.preventDefault();
    if (wanted) wanted.focus();
  };

  Order.prototype._draw = function () {
    var next = this.next();
    var sign = JSON.stringify([this.chosen, next && next.id, this.people.map(function (one) { return [one.id, one.name, one.key, this._count(one)]; }, this)]);
    if (sign === this.drawn) return;
    this.drawn = sign;
    var held = this.place.contains(document.activeElement) && document.activeElement.getAttribute('data-turn');
    this.place.textContent = '';
    this.people.forEach(function (one, at) {
      var item = make('li');
      item.append(this._button(one, at + 1, next));
      this.place.append(item);
    }, this);
    if (held) { var again = this.place.querySelector('[data-turn="' + held + '"]'); if (again) again.focus(); }
  };
  Order.prototype._button = function (one, number, next) {
    var order = this;
    var count = this._count(one);
    var el = make('button', 'spk');
    el.type = 'button';
    el.setAttribute('data-turn', one.id);
    el.setAttribute('aria-pressed', String(one.id === this.chosen));
    var state = one.id === this.chosen ? '正在发言' : one === next ? '下一位' : count ? '已发言' : '还没有发言';
    var name = make('span');
    name.append(make('b', '', one.name), make('small', '', (one.key ? '重点发言，' : '') + state));
    var said = make('span', 'small muted');
    said.append(make('span', 'num', count), ' 条');
    el.append(make('span', 'num muted', number), name, said);
    el.addEventListener('click', function () { order.onpick(one.id); });
    return el;
  };

  parts.Order = Order;
})();
