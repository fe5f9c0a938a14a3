"""Which pages are measured, each with a row of a typical size and the persona who works with it."""

import re
import uuid
from datetime import timedelta

from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from accounts.models import Unit, User
from common.paging import _signer
from meetings import actions as meetings
from meetings import workflow
from meetings.models import Briefing, GroupPlan, Meeting, RaisedOpinion, Sitting
from meetings.models.face import FaceSeries
from opinions.choices import Intent
from opinions.models import AssignmentList, Matter, Occasion, Opinion, Undertaking
from stations.models import Reception

from .measuring import Target

WORD = "路灯"
FULL = 2_000  # rows of the long sitting
DEEP = 0.6  # how far down a deep page lies


class AbsentError(Exception):
    """A page that this portal does not have."""


def address(name, *args):
    try:
        return reverse(name, args=args)
    except NoReverseMatch as error:
        raise AbsentError(name) from error


def page(name, persona, url, **facts):
    return Target(name, persona, lambda client: client.get(url), **facts)


def deep(client, url, model):
    """The address of a page far down a list: a cursor as the list itself signs it, of a row that lies there."""
    found = re.search(r'rel="next" href="\?([^"]*)"', client.get(url).content.decode())
    if found is None:
        raise AbsentError(f"{url} has one page")
    raw = re.search(r"after=([^&]+)", found[1])[1].replace("%3A", ":").replace("%3D", "=").replace("%2B", "+")
    order, values = _signer.unsign_object(raw)
    names = order.split(",")
    rows = model.objects.exclude(**{f"{n.lstrip('-')}__isnull": True for n in names if values[0] is not None})
    at = int(rows.count() * DEEP)
    row = rows.order_by(*names).values_list(*(n.lstrip("-") for n in names))[at]
    plain = [
        v if v is None or isinstance(v, int) else v.isoformat() if hasattr(v, "isoformat") else str(v) for v in row
    ]
    return f"{url}?after={_signer.sign_object([order, plain])}"


def plain(label, query=""):
    return f"/plain/opinions/{label}/{query}" if "/" not in label else f"/plain/{label}/{query}"


def middle_page(model):
    return f"?p={int(model.objects.count() * DEEP / 30)}"


def sitting_with(rows):
    """A forum in progress with so many rows, made by the verbs and kept for the next run."""
    staff, label = User.objects.get(username="staff"), f"测速{rows}"
    sitting = Sitting.objects.filter(label=label).first()
    if sitting is None:
        unit = Unit.objects.get(region__code="410900", name__endswith="选举任免代表联络工作委员会")
        sitting = meetings.create_sitting(
            actor=staff, unit=unit, held_on=timezone.localdate(), region=unit.region, kind="forum", label=label
        )
        workflow.start(sitting, actor=staff)
        workflow.add_participant(sitting, actor=staff, name="测速员", capacity="grid")
    person = sitting.participants.get()
    for number in range(RaisedOpinion.objects.filter(sitting=sitting).count(), rows):
        entry = workflow.Entry(original=f"第{number}条：路口的灯晚上不亮。", participant_id=person.pk)
        workflow.capture(sitting.pk, entry, actor=staff)
    return sitting, person


def saving(name, rows):
    sitting, person = sitting_with(rows)
    url = address("meetings:sitting_row_save", sitting.pk)

    def send(client):
        entry = {
            "client_id": str(uuid.uuid4()),
            "speaker": f"p{person.pk}",
            "intent": Intent.PROBLEM,
            "original": "村口的路灯坏了三个月，晚上没法走。",
        }
        return client.post(url, entry)

    return Target(name, "staff", send, reads=False)


def of_meetings():
    """The pages of a meeting that has been held, with its four sittings, and of the year's face-to-face sittings."""
    meeting = Meeting.objects.order_by("pk").first()
    first = Sitting.objects.filter(meeting=meeting).order_by("pk").first()
    plan = GroupPlan.objects.filter(meeting=meeting).order_by("-pk").first()
    issued = Briefing.objects.filter(status="issued").order_by("pk").first()
    named = {
        "meeting_detail": ("meetings:meeting_detail", meeting.pk),
        "preparation": ("meetings:preparation", meeting.pk),
        "roll": ("meetings:roll", meeting.pk),
        "group_plan": ("meetings:plan_detail", plan.pk),
        "confirmations": ("meetings:confirmation_list", first.pk),
        "briefing": ("meetings:briefing_detail", issued.pk),
        "outcome": ("meetings:meeting_outcome", meeting.pk),
        "face_series": ("meetings:face_series", FaceSeries.objects.order_by("-year").first().pk),
    }
    made = {name: lambda name=name, at=at: page(name, "staff", address(*at)) for name, at in named.items()}
    made["sitting_detail_2000"] = lambda: page(
        "sitting_detail_2000", "staff", address("meetings:sitting_detail", sitting_with(FULL)[0].pk)
    )
    return made


def targets(client_of):
    """Every page by name: a maker that returns the target, or raises AbsentError."""
    staff, agency = client_of("staff"), client_of("agency")
    clerk = User.objects.get(username="staff")
    opinion = Opinion.objects.visible_to(clerk).filter(status="merged").order_by("-id")[50]
    lead = Undertaking.objects.filter(role="lead", status="closed").order_by("-id")[50]
    working = (
        Undertaking.objects.visible_to(User.objects.get(username="agency")).filter(role="lead", status="doing").last()
    )
    paper = AssignmentList.objects.issued().order_by("-id")[5]
    matter = Matter.objects.filter(destination="assign", assignments__is_live=True).order_by("-id")[50]
    undecided = Matter.objects.filter(destination="assign", assignments=None).order_by("-id").first()
    meeting = Occasion.objects.filter(kind="meeting").order_by("id").first()
    reception = Reception.objects.visible_to(clerk).order_by("-id")[50]
    opinions, undertakings = address("opinions:opinion_list"), address("opinions:undertaking_list")
    since = timezone.localdate() - timedelta(days=365)
    return {
        "opinion_list": lambda: page("opinion_list", "staff", opinions, admin=plain("opinion")),
        "opinion_list_deep": lambda: page(
            "opinion_list_deep", "staff", deep(staff, opinions, Opinion), admin=plain("opinion", middle_page(Opinion))
        ),
        "opinion_search": lambda: page(
            "opinion_search", "staff", f"{opinions}?q={WORD}", admin=plain("opinion", f"?q={WORD}")
        ),
        "opinion_detail": lambda: page("opinion_detail", "staff", address("opinions:opinion_detail", opinion.pk)),
        "undertaking_list": lambda: page("undertaking_list", "staff", undertakings, admin=plain("undertaking")),
        "undertaking_list_deep": lambda: page(
            "undertaking_list_deep",
            "staff",
            deep(staff, undertakings, Undertaking),
            admin=plain("undertaking", middle_page(Undertaking)),
        ),
        "agency_list": lambda: page("agency_list", "agency", undertakings, admin=plain("undertaking")),
        "agency_list_deep": lambda: page(
            "agency_list_deep", "agency", deep(agency, undertakings, Undertaking.objects.filter(unit=lead.unit).model)
        ),
        "undertaking_detail": lambda: page(
            "undertaking_detail", "staff", address("opinions:undertaking_detail", lead.pk)
        ),
        "undertaking_working": lambda: page(
            "undertaking_working", "agency", address("opinions:undertaking_detail", working.pk)
        ),
        "matter_detail": lambda: page("matter_detail", "staff", address("opinions:matter_detail", matter.pk)),
        "matter_working": lambda: page("matter_working", "staff", address("opinions:matter_detail", undecided.pk)),
        "matter_addable": lambda: Target(
            "matter_addable",
            "staff",
            lambda client: client.get(
                address("opinions:matter_detail", undecided.pk), {"show": "waiting"}, headers={"hx-request": "true"}
            ),
        ),
        "workbench": lambda: page("workbench", "staff", address("home")),
        "agency_home": lambda: page("agency_home", "agency", address("home")),
        "deputy_home": lambda: page("deputy_home", "deputy", address("home")),
        "leader": lambda: page("leader", "leader", address("home")),
        "figures": lambda: page("figures", "leader", address("figures")),
        "figures_year": lambda: page("figures_year", "leader", f"{address('figures')}?since={since:%Y-%m-%d}"),
        "board_meeting": lambda: page(
            "board_meeting", "staff", address("opinions:board_occasion", str(meeting.pk)), admin=plain("matter")
        ),
        "list_list": lambda: page("list_list", "staff", address("opinions:list_list"), admin=plain("assignmentlist")),
        "list_detail": lambda: page(
            "list_detail", "staff", address("opinions:list_detail", paper.pk), admin=plain("assignment")
        ),
        "meeting_list": lambda: page("meeting_list", "staff", address("meetings:meeting_list")),
        "capture_save_0": lambda: saving("capture_save_0", 0),
        "capture_save_2000": lambda: saving("capture_save_2000", FULL),
        "capture_page_2000": lambda: page(
            "capture_page_2000", "staff", address("meetings:sitting_capture", sitting_with(FULL)[0].pk)
        ),
        "reception_list": lambda: page(
            "reception_list", "staff", address("stations:reception_list"), admin=plain("stations/reception")
        ),
        "reception_detail": lambda: page(
            "reception_detail", "staff", address("stations:reception_detail", reception.pk)
        ),
        "station_home": lambda: page("station_home", "liaison", address("home")),
        "deputy_list": lambda: page("deputy_list", "staff", address("deputies:deputy_list")),
        "inbox": lambda: page("inbox", "staff", address("accounts:inbox")),
        "activity_list": lambda: page("activity_list", "staff", address("stations:activity_list")),
        "message_list": lambda: page("message_list", "staff", address("stations:message_list")),
        "code_list": lambda: page("code_list", "staff", address("stations:code_list")),
        "duty_list": lambda: page("duty_list", "staff", address("deputies:duty_list")),
        "global_search": lambda: page("global_search", "staff", f"{address('search')}?q={WORD}"),
        **of_meetings(),
    }
