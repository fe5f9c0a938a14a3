"""Where the tour goes for codes and public pages: what a resident sees who scans, and where both are kept."""

from django.urls import reverse

from meetings.models import LeaderSpeech
from stations.models import PageReview, PublicCode, PublicPage, Station
from tests.browser.stops import Stop, own_station


def scanned(kind, suffix="", **facts):
    """The page behind the code of the first `kind` (deputy, station) that is public."""

    def found(_user):
        page = PublicPage.objects.published().filter(**{f"{kind}__isnull": False}, **facts).order_by("pk").first()
        code = PublicCode.objects.current().get(**{kind: getattr(page, kind)})
        return reverse("public:code", args=[code.token]) + suffix

    return found


def a_code(status):
    """Where the code and the page of a deputy are kept whose review has this status."""

    def found(user):
        seen = PublicPage.objects.visible_to(user).filter(deputy__isnull=False)
        review = PageReview.objects.filter(page__in=seen, status=status).order_by("pk").first()
        return reverse("stations:deputy_code", args=[review.page.deputy_id])

    return found


def renewed(suffix=""):
    """Where the code of somebody leads that was given out anew."""

    def found(_user):
        return reverse("public:code", args=[PublicCode.objects.exclude(revoked_at=None).first().token]) + suffix

    return found


def own_code(user):
    return reverse("stations:station_code", args=[own_station(user).get().pk])


def a_station(_user):
    return reverse("public:station", args=[Station.objects.exclude(public_page=None).first().pk])


def spoken(_user):
    return reverse("public:leader", args=[LeaderSpeech.objects.published().first().pk])


VISITOR = (
    Stop("public-deputy", scanned("deputy", deputy__user__isnull=False)),
    Stop("public-deputy-big", scanned("deputy", "?big=1", deputy__user__isnull=False)),
    Stop("public-station", a_station),
    Stop("public-station-big", scanned("station", "?big=1")),
    Stop("public-renewed", renewed()),
    Stop("public-renewed-big", renewed("?big=1")),
    Stop("public-start-big", "/p/?big=1"),
    Stop("public-leaders", "/p/leaders/"),
    Stop("public-leader", spoken),
    Stop("public-audience", "/p/audience/"),
    Stop("public-audience-answer", "/p/audience/answer/"),
    Stop("public-code-lost", "/p/c/nothing/", status=404),
)
STAFF = (
    Stop("staff-codes", "/stations/codes/"),
    Stop("staff-codes-stations", "/stations/codes/?kind=stations"),
    Stop("staff-code", a_code("refused")),
    Stop("staff-posters", "/stations/codes/posters/"),
)
OFFICE = (
    Stop("office-codes", "/stations/codes/?state=waiting"),
    Stop("office-review", a_code("waiting")),
    Stop("office-reviews", "/stations/codes/review/"),
    Stop("office-side", "/stations/codes/side/"),
)
HEAD = (Stop("head-codes", "/stations/codes/"), Stop("head-code", own_code))
SYSADMIN = (Stop("sysadmin-side", "/stations/codes/side/"),)
