"""档案盒: what a station's box holds of a year. Every drawer is filled from the rows that are there already.

A room that makes something new adds a `Source` to its drawer in `drawers.py`: a queryset of a box, and how
one of its rows reads. Nothing is copied; only what no room holds is filed by hand.
"""

from stations.archive.box import Box, Entry, Source
from stations.archive.contents import contents_of
from stations.archive.drawers import SOURCES, counts_of, sources_of

__all__ = ["SOURCES", "Box", "Entry", "Source", "contents_of", "counts_of", "sources_of"]
