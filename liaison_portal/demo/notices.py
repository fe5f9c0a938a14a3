"""The inboxes after loading: every notice bears the time of what it tells, and old ones have been read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction

from accounts.models import Notice
from deputies.models import Event as DutyEvent
from liaison_portal.demo.clock import Clock
from meetings.models import ConfirmationLink
from meetings.models import Event as MeetingEvent
from opinions.models import CoOpinion, Event, Reply
from stations.models import Event as StationEvent
from stations.models import PageReview

UNREAD_WORKDAYS = 3  # younger than this many working days: nobody has opened it yet


def settle(clock: Clock) -> None:
    """Date the notices from their keys, in the order of what happened, and mark the old ones read."""
    fresh = clock.workdays_ago(UNREAD_WORKDAYS)
    notices = list(Notice.objects.all())
    for notice in notices:
        notice.created_at = _told_at(notice.key) or notice.created_at
        notice.read_at = notice.created_at + timedelta(hours=1) if notice.created_at.date() < fresh else None
        notice.pk = None
    notices.sort(key=lambda notice: notice.created_at)
    with transaction.atomic():  # written anew: an inbox shows the newest row first
        Notice.objects.all().delete()
        Notice.objects.bulk_create(notices)


def _told_at(key: str) -> datetime | None:
    kind, *rest = key.split(":")
    found = TELLERS.get(kind)
    return found(rest) if found else None


def _event(parts: list[str]) -> datetime | None:
    """`staff:<thing>:<step>:<event>:<user>`."""
    return Event.objects.filter(pk=parts[2]).values_list("at", flat=True).first()


def _issued(parts: list[str]) -> datetime | None:
    return Event.objects.filter(list_id=int(parts[0]), step="issue").values_list("at", flat=True).first()


def _opened(parts: list[str]) -> datetime | None:
    return Event.objects.filter(undertaking_id=parts[1], step="open").values_list("at", flat=True).first()


def _papers(parts: list[str]) -> datetime | None:
    """`papers:<event>:<user>`."""
    return MeetingEvent.objects.filter(pk=parts[0]).values_list("at", flat=True).first()


def _co_opinion(parts: list[str]) -> datetime | None:
    return CoOpinion.objects.filter(pk=parts[0]).values_list("given_at", flat=True).first()


def _asked(parts: list[str]) -> datetime | None:
    return Reply.objects.filter(pk=parts[0]).values_list("passed_at", flat=True).first()


def _visit(parts: list[str]) -> datetime | None:
    return StationEvent.objects.filter(visit_id=parts[0]).values_list("at", flat=True).first()


def _slot(parts: list[str]) -> datetime | None:
    return StationEvent.objects.filter(slot_id=int(parts[0])).values_list("at", flat=True).first()


# Which step of a message a notice of that kind tells of.
MESSAGE_STEPS = {
    "new": "send",
    "again": "ask_again",
    "up": "pass_up",
    "town": "pass_town",
    "proxy": "answer",
    "objected": "object",
}


def _message(parts: list[str]) -> datetime | None:
    """`message:<message>:<kind>:<times>:<user>`."""
    step = MESSAGE_STEPS.get(parts[1], parts[1])
    rows = StationEvent.objects.filter(message_id=int(parts[0]), step=step).order_by("-at")
    return rows.values_list("at", flat=True).first()


def _review(parts: list[str]) -> datetime | None:
    """`review:<review>:<waiting, passed or refused>:<user>`."""
    column = "proposed_at" if parts[1] == "waiting" else "reviewed_at"
    return PageReview.objects.filter(pk=parts[0]).values_list(column, flat=True).first()


DUTY_STEPS = {"entered": ("enter",), "objected": ("object",), "refused": ("refuse", "turn_down")}


def _duty(parts: list[str]) -> datetime | None:
    """`duty:<record>:<what>:<user>`."""
    steps = DUTY_STEPS.get(parts[1], ("keep", "amend", "remove"))
    rows = DutyEvent.objects.filter(duty_id=int(parts[0]), step__in=steps).order_by("-at")
    return rows.values_list("at", flat=True).first()


def _sheet(parts: list[str]) -> datetime | None:
    """`sheet:<sheet>:<what>:<user>`."""
    rows = DutyEvent.objects.filter(batch__sheets=int(parts[0])).order_by("-at")
    return rows.values_list("at", flat=True).first()


# Which step of an activity a notice of that kind tells of; a change bears its version.
ACTIVITY_STEPS = {"invited": "send", "cancelled": "cancel"}


def _activity(parts: list[str]) -> datetime | None:
    """`activity:<activity>:<kind>:…`."""
    step = ACTIVITY_STEPS.get(parts[1], "change")
    rows = StationEvent.objects.filter(activity_id=int(parts[0]), step=step).order_by("-at")
    return rows.values_list("at", flat=True).first()


def _speech(parts: list[str]) -> datetime | None:
    """`speech:<link>:asked:<user>`."""
    return ConfirmationLink.objects.filter(pk=parts[0]).values_list("made_at", flat=True).first()


def _briefing(parts: list[str]) -> datetime | None:
    """`briefing:<briefing>:<step>:<event>:<user>`."""
    return MeetingEvent.objects.filter(pk=parts[2]).values_list("at", flat=True).first()


TELLERS: dict[str, Callable[[list[str]], datetime | None]] = {
    "list": _event,
    "message": _message,
    "unit": _event,
    "staff": _event,
    "sign": _event,
    "issued": _issued,
    "opened": _opened,
    "co": _co_opinion,
    "rate": _asked,
    "visit": _visit,
    "slot": _slot,
    "review": _review,
    "duty": _duty,
    "sheet": _sheet,
    "activity": _activity,
    "papers": _papers,
    "speech": _speech,
    "briefing": _briefing,
}
