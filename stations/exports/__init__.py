"""Papers and tables of this room, one file a noun. Names and numbers masked."""

from stations.exports.reception import EXPORT_MAX, ROUTE_WORDS, TEMPLATE, blank_form, form_number, form_of, ledger
from stations.exports.roster import station_roster

__all__ = [
    "EXPORT_MAX",
    "ROUTE_WORDS",
    "TEMPLATE",
    "blank_form",
    "form_number",
    "form_of",
    "ledger",
    "station_roster",
]
