"""混合编组: who sits in which activity group, worked out from a roster alone.

Dataclasses in, dataclasses out; no Django, no clock, no chance: the same roster always gives the
same placement. `place` is the proposal, `greedy` what dealing out by township would give,
`measure` counts how well a placement keeps the wishes, `say` tells in sentences what it could not.
"""

from deputies.grouping.apportion import apportion
from deputies.grouping.measure import Measures, measure
from deputies.grouping.placing import greedy, place
from deputies.grouping.roster import DEPUTY, Group, Person, Placement, Roster
from deputies.grouping.sentences import Words, say

__all__ = [
    "DEPUTY",
    "Group",
    "Measures",
    "Person",
    "Placement",
    "Roster",
    "Words",
    "apportion",
    "greedy",
    "measure",
    "place",
    "say",
]
