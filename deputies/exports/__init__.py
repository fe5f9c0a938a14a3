"""What leaves this room as a file."""

from deputies.exports.roster import roster

__all__ = ["roster"]
