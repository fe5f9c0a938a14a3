"""What leaves this room as a file."""

from deputies.exports.papers import duty_form, duty_report
from deputies.exports.roster import COLUMNS, GETTERS, roster
from deputies.exports.sheets import sheets

__all__ = ["COLUMNS", "GETTERS", "duty_form", "duty_report", "roster", "sheets"]
