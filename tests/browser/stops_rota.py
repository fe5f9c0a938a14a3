"""The stops of the tour on the rota: planned by the station, said yes to by deputies, read by residents."""

from stations.models import DutySlot, SlotDeputy, Station
from tests.browser.stops import Stop, a_row, own_station


def moved(user):
    """A day of the reader's own station that was announced, moved and put right."""
    return DutySlot.objects.visible_to(user).filter(station__in=own_station(user), notices__kind="correction")


def duties(user):
    return SlotDeputy.objects.filter(deputy__user=user, slot__status="planned", slot__published_at__isnull=False)


def announced(_user):
    return Station.objects.filter(slots__notices__kind="correction")


LIAISON = (
    Stop("liaison-rota-month", a_row("stations:station_rota", own_station)),
    Stop("liaison-rota-rule", a_row("stations:rule_edit", own_station)),
    Stop("liaison-rota-days", a_row("stations:days_generate", own_station)),
    Stop("liaison-rota-fill", a_row("stations:rota_fill", own_station)),
    Stop("liaison-rota-notice", a_row("stations:slot_notice", moved)),
    Stop("liaison-rota-move", a_row("stations:slot_move", moved)),
)
HEAD = (Stop("head-rota-review", a_row("stations:notice_review", own_station)),)
DEPUTY = (
    Stop("deputy-days", "/stations/mine/days/"),
    Stop("deputy-swap", a_row("stations:swap_ask", duties)),
)
TOWNSHIP = (Stop("township-rota-late", "/stations/rota/?notice=late"),)
def notices_big(user):
    return a_row("public:station_notices", announced)(user) + "?big=1"


VISITOR = (
    Stop("public-notices", a_row("public:station_notices", announced)),
    Stop("public-notices-big", notices_big),
)
