"""Who sits in which group of a meeting, worked out from the roll alone.

Dataclasses in, dataclasses out; no Django, no clock, no chance: the same roster always gives the same
placement. `place` is the proposal, `round_robin` what dealing out in turn would give, `measure` counts
how well a placement keeps the wishes, `say` tells in sentences what it could not.
"""

from meetings.grouping.measure import WEIGHTS, Measure, measure
from meetings.grouping.placing import place, round_robin
from meetings.grouping.roster import Person, Roster
from meetings.grouping.sentences import Words, say

__all__ = ["WEIGHTS", "Measure", "Person", "Roster", "Words", "measure", "place", "round_robin", "say"]
