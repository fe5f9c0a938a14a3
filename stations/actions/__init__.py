"""Writes that change no status, one file a noun."""

from stations.actions.reception import (
    file_scan,
    keep_station,
    reveal_visitor,
    tell_of_slot,
    tell_of_visit,
)

__all__ = [
    "file_scan",
    "keep_station",
    "reveal_visitor",
    "tell_of_slot",
    "tell_of_visit",
]
