"""From rules and records to points, a pure function: no row is read or written here.

A record never takes points away, no item exceeds its cap, and the order of the records changes nothing.
"""

from deputies.scoring.example import EXAMPLE, EXAMPLE_NAME, FORM
from deputies.scoring.points import Deed, Item, Line, Points, Rule, Variant, points

__all__ = ["EXAMPLE", "EXAMPLE_NAME", "FORM", "Deed", "Item", "Line", "Points", "Rule", "Variant", "points"]
