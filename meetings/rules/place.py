"""Whose place a meeting or sitting belongs to."""

from __future__ import annotations

from typing import Any


def path_of(sitting: Any) -> str:
    """The region of the committee that holds the sitting, wherever it sits."""
    return str(sitting.occasion.unit.region.path)
