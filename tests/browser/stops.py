"""Where the tour goes: for each account of the demonstration its pages, found in the database by what they show.

A stop has the name of its picture. An address that is a function is asked when the world stands, so a
page in a certain state is found by that state; a state that does not occur fails the tour.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from accounts.models import User
from deputies.models import ActivityGroup, Deputy
from meetings.models import AgendaItem, Draft, Meeting, Participant, Sitting
from opinions.models import AssignmentList, Matter, Opinion, Rating, Undertaking
from stations.models import Activity, DutySlot, PaperRegister, Reception, Station, Visit, VisitOpinion


@dataclass(frozen=True)
class Stop:
    """One page: the name of its picture, its address or how to find it, and the answer it gives."""

    name: str
    where: str | Callable[[User], str]
    status: int = 200
    # What is awaited before looking, where a script draws the page.
    ready: str = ""

    def address(self, user: User) -> str:
        """The address for `user`, who can see the page."""
        return self.where if isinstance(self.where, str) else self.where(user)


def first(model, name, suffix="", **facts):
    """The page `name` of the first row of `model` that the user may see and `facts` hold for."""

    def found(user):
        row = model.objects.visible_to(user).filter(**facts).order_by("pk").first()
        assert row is not None, f"the world shows {user.username} no {model.__name__} with {facts}"
        return reverse(name, args=[row.pk]) + suffix

    return found


def item(status, *, role="lead", suffix="", **facts):
    return first(Undertaking, "opinions:undertaking_detail", suffix, status=status, role=role, **facts)


def paper(status, suffix="", **facts):
    return first(AssignmentList, "opinions:list_detail", suffix, status=status, **facts)


def a_row(name, rows):
    """The page `name` of the first of `rows(user)`, for models seen through another."""

    def found(user):
        pk = rows(user).order_by("pk").values_list("pk", flat=True).first()
        assert pk is not None, f"the world shows {user.username} no {name}"
        return reverse(name, args=[pk])

    return found


def board(_user):
    return reverse("opinions:board_occasion", args=[Meeting.objects.get().occasion_id])


def fed(tab):
    """A visit's opinion as its station follows it up."""

    def found(user):
        there = VisitOpinion.objects.filter(opinion__in=Opinion.objects.visible_to(user), opinion__status=tab)
        pk = there.order_by("pk").values_list("opinion_id", flat=True).first()
        assert pk is not None, f"no opinion of a visit is {tab}"
        return reverse("stations:feedback_detail", args=[pk])

    return found


def unread_texts(_user):
    return f"{reverse('opinions:shared_check')}?list={AssignmentList.objects.filter(status='draft').first().pk}"


def slots(user):
    units = [scope.unit_id for scope in user.scopes.items if scope.unit_id]
    return DutySlot.objects.filter(station__unit__in=units, status="planned")


def own_station(user):
    units = [scope.unit_id for scope in user.scopes.items if scope.unit_id]
    return Station.objects.filter(unit__in=units)


def to_rate(user):
    return Rating.objects.asked_of(user).waiting()


def rated(user):
    return Rating.objects.asked_of(user).given()


def me(user):
    return Deputy.objects.filter(user=user)


def my_group(user):
    return ActivityGroup.objects.filter(members__deputy__user=user)


VISITOR = (
    Stop("login", "/login/"),
    Stop("enter", "/enter/"),
    Stop("login-idle", "/login/?idle=1&next=/opinions/"),
    Stop("public-start", "/p/"),
    Stop("public-stations", "/p/stations/"),
    Stop("public-lost", "/p/nothing-here/", status=404),
)
STAFF_LEDGER = (
    Stop("staff-home", "/"),
    Stop("staff-inbox", "/accounts/notices/"),
    Stop("staff-opinions", "/opinions/"),
    Stop("staff-opinions-found", "/opinions/?q=补贴"),
    Stop("staff-opinion", first(Opinion, "opinions:opinion_detail", status="merged")),
    Stop("staff-opinion-waiting", first(Opinion, "opinions:opinion_detail", status="waiting")),
    Stop("staff-board", board),
    Stop("staff-boards", "/opinions/board/?all=1"),
    Stop("staff-board-stations", "/opinions/board/stations/"),
    Stop("staff-matter", first(Matter, "opinions:matter_detail", destination="assign")),
    Stop("staff-matter-law", first(Matter, "opinions:matter_detail", destination="legislative")),
    Stop("staff-outcome", first(Meeting, "meetings:meeting_outcome")),
    Stop("staff-lists", "/opinions/lists/"),
    Stop("staff-list-new", "/opinions/lists/new/"),
    Stop("staff-list-draft", paper("draft")),
    Stop("staff-list-issued", paper("issued")),
    Stop("staff-shared", unread_texts),
    Stop("staff-search", "/search/?q=网格员"),
    Stop("staff-search-empty", "/search/"),
    Stop("staff-search-none", "/search/?q=飞船"),
)
STAFF_FOLLOW = (
    Stop("staff-tracking", "/opinions/undertakings/"),
    Stop("staff-item-sent-back", item("doing", send_backs__status="asked")),
    Stop("staff-item-extension", item("doing", extensions__status="asked")),
    Stop("staff-item-check", item("checking")),
    Stop("staff-item-rating", item("rating")),
    Stop("staff-item-redo", item("redo")),
    Stop("staff-item-closed", item("closed")),
    Stop("staff-item-dispatch", item("dispatched", role="dispatch")),
    Stop("staff-receptions", "/stations/receptions/"),
    Stop("staff-rota", "/stations/rota/"),
    Stop("staff-station-figures", "/stations/figures/"),
    Stop("staff-ledger", "/stations/ledger/"),
    Stop("staff-ledger-layout", "/stations/ledger/layout/"),
    Stop("staff-stations", "/stations/"),
    Stop("staff-station", first(Station, "stations:station_detail")),
    Stop("staff-station-edit", first(Station, "stations:station_edit")),
    Stop("staff-feedback", "/stations/feedback/"),
    Stop("staff-figures", "/figures/", ready="[data-chart] svg"),
    Stop("staff-deputies", "/deputies/"),
    Stop("staff-deputy", first(Deputy, "deputies:deputy_detail")),
    Stop("staff-groups", "/deputies/groups/"),
    Stop("staff-group", first(ActivityGroup, "deputies:group_detail")),
    Stop("staff-lost", "/opinions/99999999/", status=404),
)
STAFF_MEETINGS = (
    Stop("meetings", "/meetings/"),
    Stop("meeting", first(Meeting, "meetings:meeting_detail")),
    Stop("meeting-new", "/meetings/new/"),
    Stop("meeting-edit", first(Meeting, "meetings:meeting_edit")),
    Stop("meeting-sitting-new", first(Meeting, "meetings:sitting_create")),
    Stop("meeting-item-new", first(Meeting, "meetings:agenda_item_add")),
    Stop("meeting-item", a_row("meetings:agenda_item_edit", lambda _user: AgendaItem.objects)),
    Stop(
        "meeting-draft",
        a_row(
            "meetings:draft_detail", lambda _user: AgendaItem.objects.filter(topic__in=Draft.objects.values("topic"))
        ),
    ),
    Stop("meeting-draft-new", a_row("meetings:draft_add", lambda _user: AgendaItem.objects)),
    Stop("sitting", first(Sitting, "meetings:sitting_detail")),
    Stop("sitting-edit", first(Sitting, "meetings:sitting_edit")),
    Stop("sitting-people", first(Sitting, "meetings:participant_list")),
    Stop("sitting-person", a_row("meetings:participant_edit", lambda _user: Participant.objects)),
    Stop("sitting-import", first(Sitting, "meetings:sitting_import")),
    Stop("sitting-forum-new", "/meetings/sittings/new/"),
    Stop("sitting-capture", first(Sitting, "meetings:sitting_capture", status="recording"), ready="[data-ready]"),
)
OFFICE = (
    Stop("office-home", "/"),
    Stop("office-list-review", paper("review")),
    Stop("office-list-return", paper("review", "?do=return")),
    Stop("office-lists", "/opinions/lists/"),
    Stop("office-meeting", first(Meeting, "meetings:meeting_detail")),
    Stop("office-opinions", "/opinions/"),
    Stop("office-tracking", "/opinions/undertakings/"),
)
LEADER = (
    Stop("leader-home", "/"),
    Stop("leader-figures", "/figures/", ready="[data-chart] svg"),
    Stop("leader-list-sign", paper("sign")),
    Stop("leader-list-issued", paper("issued")),
    Stop("leader-lists", "/opinions/lists/"),
    Stop("leader-item", item("redo")),
    Stop("leader-opinions", "/opinions/"),
    Stop("leader-meeting", first(Meeting, "meetings:meeting_detail")),
    Stop("leader-stations", "/stations/"),
)
TOWNSHIP = (
    Stop("township-home", "/"),
    Stop("township-stations", "/stations/"),
    Stop("township-station", first(Station, "stations:station_detail")),
    Stop("township-receptions", "/stations/receptions/"),
    Stop("township-figures", "/stations/figures/"),
    Stop("township-ledger", "/stations/ledger/"),
    Stop("township-feedback", "/stations/feedback/"),
    Stop("township-opinions", "/opinions/"),
    Stop("township-deputies", "/deputies/"),
    Stop("township-rota", "/stations/rota/"),
)
HEAD = (
    Stop("head-home", "/"),
    Stop("head-receptions", "/stations/receptions/"),
    Stop("head-reception-new", "/stations/receptions/new/"),
    Stop("head-reception", first(Reception, "stations:reception_detail")),
    Stop("head-visit-new", first(Reception, "stations:visit_add")),
    Stop("head-visit", first(Visit, "stations:visit_detail")),
    Stop("head-visit-print", first(Visit, "stations:visit_print")),
    Stop("head-blank", a_row("stations:reception_blank", own_station)),
    Stop("head-papers", "/stations/registers/"),
    Stop("head-paper-new", "/stations/registers/new/"),
    Stop("head-paper", first(PaperRegister, "stations:paper_detail", status="waiting")),
    Stop("head-figures", "/stations/figures/"),
    Stop("head-ledger", "/stations/ledger/"),
    Stop("head-ledger-text", a_row("stations:ledger_text", own_station)),
    Stop("head-feedback", "/stations/feedback/"),
    Stop("head-feedback-all", "/stations/feedback/?tab=all"),
    Stop("head-feedback-station", fed("at_station")),
    Stop("head-feedback-county", fed("waiting")),
    Stop("head-feedback-told", fed("fed_back")),
    Stop("head-feedback-settled", fed("settled")),
    Stop("head-rota", "/stations/rota/"),
    Stop("head-slot", a_row("stations:slot_assign", slots)),
    Stop("head-station", first(Station, "stations:station_detail")),
    Stop("head-station-edit", first(Station, "stations:station_edit")),
    Stop("head-opinions", "/opinions/"),
    Stop("head-opinion", first(Opinion, "opinions:opinion_detail", status="at_station")),
    Stop("head-deputies", "/deputies/"),
    Stop("head-search", "/search/?q=路灯"),
    Stop("head-activity", first(Activity, "stations:activity_detail", kind="inquiry")),
)
LIAISON = (
    Stop("liaison-home", "/"),
    Stop("liaison-receptions", "/stations/receptions/"),
    Stop("liaison-reception-new", "/stations/receptions/new/"),
    Stop("liaison-rota", "/stations/rota/"),
    Stop("liaison-phones", a_row("stations:phone_list", own_station)),
    Stop("liaison-password", "/accounts/password/"),
)
DEPUTY = (
    Stop("deputy-home", "/"),
    Stop("deputy-mine", "/opinions/mine/"),
    Stop(
        "deputy-opinion", first(Opinion, "opinions:opinion_detail", status="merged", contributor__deputy__isnull=False)
    ),
    Stop("deputy-ratings", "/opinions/ratings/"),
    Stop("deputy-rate", a_row("opinions:rating_give", to_rate)),
    Stop("deputy-rated", a_row("opinions:rating_give", rated)),
    Stop("deputy-station", "/stations/mine/"),
    Stop("deputy-activities", "/stations/activities/mine/"),
    Stop("deputy-duties", "/deputies/mine/duties/"),
    Stop("deputy-me", a_row("deputies:deputy_detail", me)),
    Stop("deputy-group", a_row("deputies:group_detail", my_group)),
    Stop("deputy-phone", "/accounts/phone/"),
    Stop("deputy-inbox", "/accounts/notices/"),
    Stop("deputy-password", "/accounts/password/"),
    Stop("deputy-search", "/search/?q=补贴"),
    Stop("deputy-lost", "/opinions/1/", status=404),
)
DISPATCHER = (
    Stop("dispatcher-home", "/"),
    Stop("dispatcher-tasks", "/opinions/undertakings/"),
    Stop("dispatcher-item", item("to_dispatch", role="dispatch")),
    Stop("dispatcher-item-done", item("dispatched", role="dispatch")),
)
AGENCY = (
    Stop("agency-home", "/"),
    Stop("agency-tasks", "/opinions/undertakings/"),
    Stop("agency-tasks-late", "/opinions/undertakings/?tab=late"),
    Stop("agency-item-new", item("to_accept")),
    Stop("agency-item-doing", item("doing")),
    Stop("agency-item-send-back", item("to_accept", suffix="?do=send_back")),
    Stop("agency-item-extension", item("doing", suffix="?do=extension")),
    Stop("agency-item-checking", item("checking")),
    Stop("agency-item-redo", item("redo")),
    Stop("agency-item-closed", item("closed")),
    Stop("agency-inbox", "/accounts/notices/"),
    Stop("agency-search", "/search/?q=网格"),
    Stop("agency-lost", "/opinions/1/", status=404),
)
AGENCY_HEAD = (
    Stop("agencyhead-home", "/"),
    Stop("agencyhead-tasks", "/opinions/undertakings/"),
    Stop("agencyhead-item-sign", item("doing", replies__status="to_sign")),
)
AGENCY_TWO = (
    Stop("agency2-home", "/"),
    Stop("agency2-tasks", "/opinions/undertakings/"),
    Stop("agency2-item-co", item("doing", role="co")),
)
