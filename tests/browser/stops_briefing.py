"""Where the tour goes for 发言核对 and 简报: sent out, confirmed, composed, checked, printed; a link on a phone."""

from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from meetings.models import Briefing, BriefingItem, Meeting, Participant, RaisedOpinion, Sitting
from meetings.workflow import briefing as verbs
from meetings.workflow import speech
from tests.browser.stops import Stop, a_row, first


def confirmed(_user):
    """The sitting with corrections."""
    pk = RaisedOpinion.objects.exclude(confirmation=None).order_by("pk").values_list("sitting", flat=True).first()
    return reverse("meetings:confirmation_list", args=[pk])


def issue(status, suffix=""):
    return first(Briefing, "meetings:briefing_detail", suffix, status=status)


def being_edited(name):
    """The issue before the office, sent back to be edited: the one in work by itself has no speeches yet."""

    def found(_user):
        made = Briefing.objects.with_place().exclude(status="issued").exclude(items=None).get()
        if made.status == "checking":
            office = User.objects.get(username="office")
            verbs.return_briefing(made, actor=office, note="第二段再核对一次。", at=timezone.now())
        pk = made.pk if name != "meetings:briefing_item" else BriefingItem.objects.filter(briefing=made).first().pk
        return reverse(name, args=[pk])

    return found


def unsent(_user):
    """Somebody whose speeches were never sent."""
    return Participant.objects.filter(raised__status="recorded", raised__deleted_at=None).order_by("pk").distinct()


def link(_user):
    """A new link of somebody, not opened yet."""
    staff = User.objects.get(username="staff")
    person = unsent(None).select_related("contributor__deputy", "sitting__occasion__unit__region").first()
    return reverse("public:speeches", args=[speech.send(person, actor=staff).code])


def own_sitting(user):
    return Sitting.objects.filter(raised__in=RaisedOpinion.objects.own_of(user)).distinct()


STAFF = (
    Stop("staff-confirm", confirmed),
    Stop("staff-confirm-paper", a_row("meetings:confirmation_paper", unsent)),
    Stop("staff-record-print", first(Sitting, "meetings:record_print")),
    Stop("staff-attendance-print", first(Sitting, "meetings:attendance_print")),
    Stop("staff-briefings", "/meetings/briefings/"),
    Stop("staff-briefing-issued", issue("issued")),
    Stop("staff-errata", "/meetings/briefings/corrections/"),
    Stop("staff-briefing-amend", first(Briefing, "meetings:briefing_amend", status="editing")),
    Stop("staff-briefing-new", a_row("meetings:briefing_new", lambda _user: Meeting.objects)),
)
OFFICE = (
    Stop("office-briefing-check", issue("checking", "?do=check")),
    Stop("office-briefing-return", issue("checking", "?do=return")),
)
LEADER = (Stop("leader-briefing", issue("issued")), Stop("leader-briefing-annul", issue("issued", "?do=annul")))
EDITING = (
    Stop("staff-briefing-editing", being_edited("meetings:briefing_detail")),
    Stop("staff-briefing-choose", being_edited("meetings:briefing_choose")),
    Stop("staff-briefing-item", being_edited("meetings:briefing_item")),
)
DEPUTY = (
    Stop("deputy-speeches", "/meetings/mine/speeches/"),
    Stop("deputy-speech", a_row("meetings:my_speeches", own_sitting)),
)
VISITOR = (Stop("public-link", link), Stop("public-link-gone", "/p/s/never-made/", status=404))
