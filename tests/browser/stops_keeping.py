"""Where the tour goes to see what a station keeps: what it is, the checklist, the box, who is in touch with whom."""

from stations.models import Household, Station, StationCheck
from tests.browser.stops import Stop, a_row, first, me

STAFF = (
    Stop("staff-station-natures", first(Station, "stations:nature_list")),
    Stop("staff-station-import", "/stations/roster/"),
    Stop("staff-standards", "/stations/standards/"),
    Stop("staff-member-links", "/stations/members/"),
)
HEAD = (
    Stop("head-standard", first(Station, "stations:station_standard")),
    Stop("head-standard-blank", first(Station, "stations:standard_blank")),
    Stop("head-check", first(StationCheck, "stations:check_detail")),
    Stop("head-archive", first(Station, "stations:archive_box")),
    Stop("head-contacts", first(Station, "stations:station_contacts")),
)
DEPUTY = (
    Stop("deputy-contacts", a_row("stations:contact_list", me)),
    Stop("deputy-household", first(Household, "stations:household_detail")),
)
