"""What leaves this room as a file."""

from deputies.exports.roster import COLUMNS, roster

__all__ = ["COLUMNS", "roster"]
