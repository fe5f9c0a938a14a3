"""Reads that put together what a page of a station shows, one file a noun. Dates come in; nothing asks the clock."""

from stations.reports.deputy import (
    deputy_of,
    next_duties,
    rota_of,
    station_of,
)
from stations.reports.duty import (
    Choice,
    Choices,
    choices_for,
    deputies_of,
    levels_of,
    on_duty,
    slot_to_record,
)
from stations.reports.posts import (
    Nature,
    former_staff,
    natures_in,
    natures_of,
)
from stations.reports.standing import (
    Standing,
    open_ratings,
    standings,
    what_next,
)
from stations.reports.station import (
    SOON_WD,
    Figures,
    Pending,
    days_of,
    figures_of,
    groups_of,
    pending_of,
    recent_receptions,
    staff_of,
)
from stations.reports.visits import (
    Correction,
    corrections_of,
    visit_behind,
    visit_counts,
    visits_of,
)

__all__ = [
    "SOON_WD",
    "Choice",
    "Choices",
    "Correction",
    "Figures",
    "Nature",
    "Pending",
    "Standing",
    "choices_for",
    "corrections_of",
    "days_of",
    "deputies_of",
    "deputy_of",
    "figures_of",
    "former_staff",
    "groups_of",
    "levels_of",
    "natures_in",
    "natures_of",
    "next_duties",
    "on_duty",
    "open_ratings",
    "pending_of",
    "recent_receptions",
    "rota_of",
    "slot_to_record",
    "staff_of",
    "standings",
    "station_of",
    "visit_behind",
    "visit_counts",
    "visits_of",
    "what_next",
]
