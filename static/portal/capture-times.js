/* When each row that waits was said, in the server's time. The record is ordered by it, so a recorder's own rows
   never change places: each is later than the one before it, whatever the clock of the laptop did. */
(function () {
  'use strict';
  var parts = (window.capture = window.capture || {});
  var Sync = parts.Sync;
  var AHEAD = 60000;

  /* A moment is possible from when the page learned of the sitting until now. */
  function possible(entry, at) { return at >= (entry.since || 0) && at <= parts.clock.now() + AHEAD; }

  /* Written in this life of the page: by the clock as it is known now. Earlier: as it was known then; where that
     cannot be (the laptop stood in 2019), by the same reading of its clock and what is known of it now. */
  function moment(entry) {
    if (entry.boot === parts.clock.boot) return entry.wall + parts.clock.offset;
    var told = Date.parse(entry.body.said_at);
    if (possible(entry, told)) return told;
    var again = entry.wall + parts.clock.offset;
    return possible(entry, again) ? again : null;
  }

  Sync.prototype.time = function () {
    var rows = this.entries.filter(function (one) { return one.kind === 'row'; });
    var times = rows.map(moment);
    var i;
    for (i = rows.length - 2; i >= 0; i -= 1) { /* nobody knows when, but it was before the next */
      if (times[i] === null && times[i + 1] !== null) times[i] = times[i + 1] - 1;
    }
    var last = this.said || { seq: 0, at: 0 };
    var before = 0;
    for (i = 0; i < rows.length; i += 1) {
      if (times[i] === null) continue; /* the server takes it when it arrives, behind all the others */
      if (rows[i].seq > last.seq) before = Math.max(before, last.at);
      times[i] = before = Math.max(times[i], before + 1);
      rows[i].body.said_at = new Date(times[i]).toISOString();
    }
  };
  /* What was sent is not overtaken by what is written after it. */
  Sync.prototype.timed = function (entry) {
    var at = Date.parse(entry.body.said_at);
    if (entry.kind === 'row' && at <= parts.clock.now() + AHEAD && !(this.said && this.said.seq > entry.seq)) this.said = { seq: entry.seq, at: at };
  };
})();
