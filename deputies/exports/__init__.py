"""What leaves this room as a file."""

from deputies.exports.roster import COLUMNS, GETTERS, roster

__all__ = ["COLUMNS", "GETTERS", "roster"]
