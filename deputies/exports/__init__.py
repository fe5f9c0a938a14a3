"""What leaves this room as a file."""

from deputies.exports.roster import COLUMNS, GETTERS, roster
from deputies.exports.sheets import sheets

__all__ = ["COLUMNS", "GETTERS", "roster", "sheets"]
