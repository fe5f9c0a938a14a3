"""Where the tour goes for residents' messages: the form behind a code, the query, and the pages inside."""

from django.urls import reverse

from stations.models import Message, PublicCode
from tests.browser.stops import Stop, first


def form(suffix=""):
    """The form behind the code of the deputy who has an account."""

    def found(_user):
        code = PublicCode.objects.current().filter(deputy__user__username="deputy").get()
        return reverse("public:say", args=[code.token]) + suffix

    return found


def one(status, **facts):
    return first(Message, "stations:message_detail", status=status, **facts)


VISITOR = (
    Stop("public-say", form()),
    Stop("public-say-big", form("?big=1")),
    Stop("public-query", "/p/m/"),
    Stop("public-query-big", "/p/m/?big=1"),
    Stop("public-message-help", "/p/m/help/"),
    Stop("public-message-help-big", "/p/m/help/?big=1"),
)
STAFF = (
    Stop("staff-messages", "/stations/messages/"),
    Stop("staff-message-sealed", one("open", visibility="sealed")),
    Stop("staff-messages-threat", "/stations/messages/?tab=threat"),
)
LIAISON = (
    Stop("liaison-messages", "/stations/messages/"),
    Stop("liaison-messages-all", "/stations/messages/?tab=all"),
    Stop("liaison-message-held", one("held")),
    Stop("liaison-message-voice", one("open", files__kind="voice")),
    Stop("liaison-message-set-aside", one("set_aside")),
    Stop("liaison-message-elsewhere", one("redirected")),
)
TOWNSHIP = (Stop("township-message", one("passed", opinion__status="at_station")),)
DEPUTY = (
    Stop("deputy-messages", "/stations/messages/"),
    Stop("deputy-message", one("open", files__kind="photo")),
    Stop("deputy-message-proxy", one("answered", answers__is_proxy=True)),
)
