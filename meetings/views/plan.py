"""Meetings, their agenda and drafts: what is prepared before anybody speaks."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.requests import PortalRequest
from common.paging import keyset
from common.posting import act, press
from meetings import actions, reports, rules
from meetings.choices import BADGES
from meetings.forms import AgendaItemForm, DraftForm, MeetingForm
from meetings.models import AgendaItem, Meeting, Sitting
from meetings.models.face import FaceSeries
from meetings.views.loading import may_prepare_item, with_item, with_meeting
from opinions.models import Opinion

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


# --- meetings -----------------------------------------------------------------------------------
@require_GET
def meeting_list(request: PortalRequest) -> HttpResponse:
    """Meetings of the place, newest first, and the forums held apart from any meeting."""
    meetings = Meeting.objects.visible_to(request.user).with_list_data()
    page = keyset(meetings, request.GET, order=("-occasion__held_on", "-id"), size=20)
    counts = reports.count_by_meeting(page.rows)
    forums = Sitting.objects.visible_to(request.user).with_place().filter(meeting=None, face=None).order_by("-id")[:20]
    if not request.user.scopes.has("staff", "office", "leader"):
        raise PermissionDenied
    context = {
        "page": page,
        "rows": [(meeting, counts.get(meeting.pk, 0)) for meeting in page.rows],
        "forums": forums,
        "face_years": FaceSeries.objects.visible_to(request.user).with_place()[:5],
        "may_prepare": rules.prepares_meetings(request.user),
    }
    return render(request, "meetings/meeting_list.html", context)


@require_GET
@with_meeting()
def meeting_detail(request: PortalRequest, meeting: Meeting) -> HttpResponse:
    """The meeting on one page: agenda and drafts, its sittings, where its opinions went."""
    ways = reports.ways_of(meeting)
    sittings = list(meeting.sittings.with_place().order_by("id"))
    numbers = reports.numbers_of(sittings)
    conveners = reports.conveners_of(sittings)
    context = {
        "meeting": meeting,
        "subjects": reports.agenda_of(meeting),
        "sittings": [(one, *numbers[one.pk], conveners.get(one.pk, ""), BADGES[one.status]) for one in sittings],
        "ways": ways,
        "total": Opinion.objects.of_occasion(meeting.occasion_id).count(),
        "links": links_of(meeting, may_merge=rules.may_prepare(request.user, meeting)),
        "may_prepare": rules.may_prepare(request.user, meeting),
    }
    return render(request, "meetings/meeting_detail.html", context)


def links_of(meeting: Meeting, *, may_merge: bool) -> list[tuple[str, str]]:
    """Where to go on from here: the board for those who merge, and the lists, as far as they have an address."""
    found = [(reverse("meetings:meeting_outcome", args=[meeting.pk]), "会后一览")]
    board = [("opinions:board", "去梳理归并")] if may_merge else []
    for name, label in (*board, ("opinions:list_list", "看交办清单")):
        try:
            found.append((f"{reverse(name)}?occasion={meeting.occasion_id}", label))
        except NoReverseMatch:
            continue
    return found


@GET_OR_POST
def meeting_create(request: PortalRequest) -> HttpResponse:
    if not rules.prepares_meetings(request.user):
        raise PermissionDenied
    form = MeetingForm(request.POST if request.method == "POST" else None, user=request.user)
    if request.method != "POST":
        return _meeting_form(request, form)
    return act(
        request,
        form,
        lambda data: actions.open_meeting(actor=request.user, **data),
        done="会议已建好。接着添加议题和分组会议。",
        back=lambda made: made,
        again=lambda shown, status: _meeting_form(request, shown, status=status),
    )


def _meeting_form(request: PortalRequest, form: Any, meeting: Meeting | None = None, status: int = 200) -> HttpResponse:
    return render(request, "meetings/meeting_form.html", {"form": form, "meeting": meeting}, status=status)


@GET_OR_POST
@with_meeting(rules.may_prepare)
def meeting_edit(request: PortalRequest, meeting: Meeting) -> HttpResponse:
    occasion = meeting.occasion
    initial = {
        "term": meeting.term,
        "number": meeting.number,
        "title": occasion.title,
        "short_title": occasion.short_title,
        "held_on": occasion.held_on,
        "ends_on": meeting.ends_on,
        "place": occasion.place,
    }
    typed = request.POST if request.method == "POST" else None
    form = MeetingForm(typed, user=request.user, fixed_unit=True, initial=initial)
    if request.method != "POST":
        return _meeting_form(request, form, meeting)
    return act(
        request,
        form,
        lambda data: actions.edit_meeting(meeting, actor=request.user, **data),
        done="会议信息已改好。",
        back=lambda made: made,
        again=lambda shown, status: _meeting_form(request, shown, meeting, status),
    )


# --- agenda -------------------------------------------------------------------------------------
@GET_OR_POST
@with_meeting(rules.may_prepare)
def agenda_item_add(request: PortalRequest, meeting: Meeting) -> HttpResponse:
    form = AgendaItemForm(request.POST if request.method == "POST" else None, user=request.user)
    if request.method != "POST":
        return _item_form(request, form, meeting)
    return act(
        request,
        form,
        lambda data: actions.add_agenda_item(meeting, actor=request.user, **data),
        done="议题已加上。",
        back=meeting,
        again=lambda shown, status: _item_form(request, shown, meeting, status=status),
    )


def _item_form(
    request: PortalRequest, form: Any, meeting: Meeting, item: AgendaItem | None = None, status: int = 200
) -> HttpResponse:
    context = {"form": form, "meeting": meeting, "item": item}
    return render(request, "meetings/agenda_item_form.html", context, status=status)


@GET_OR_POST
@with_item(may_prepare_item)
def agenda_item_edit(request: PortalRequest, item: AgendaItem) -> HttpResponse:
    initial = {"title": item.topic.title, "short_title": item.topic.short_title, "report_unit": item.report_unit_id}
    form = AgendaItemForm(request.POST if request.method == "POST" else None, user=request.user, initial=initial)
    if request.method != "POST":
        return _item_form(request, form, item.meeting, item)
    return act(
        request,
        form,
        lambda data: actions.edit_agenda_item(item, actor=request.user, **data),
        done="议题已改好。",
        back=item.meeting,
        again=lambda shown, status: _item_form(request, shown, item.meeting, item, status),
    )


@require_POST
@with_item(may_prepare_item)
def agenda_item_remove(request: PortalRequest, item: AgendaItem) -> HttpResponse:
    meeting = item.meeting
    return press(
        request, lambda: actions.remove_agenda_item(item, actor=request.user), done="议题已删除。", back=meeting
    )


# --- drafts -------------------------------------------------------------------------------------
@GET_OR_POST
@with_item(may_prepare_item)
def draft_add(request: PortalRequest, item: AgendaItem) -> HttpResponse:
    """Paste the text, see it by article, then keep it; without “confirmed” nothing is written."""
    initial = {"title": item.topic.title, "short_title": item.topic.short_title, "dated": timezone.localdate()}
    form = DraftForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method != "POST":
        return _draft_form(request, form, item)
    if form.is_valid() and "confirmed" not in request.POST:
        return _draft_form(request, form, item, articles=form.articles)
    return act(
        request,
        form,
        lambda data: actions.add_draft(
            item,
            actor=request.user,
            articles=form.articles,
            **{name: data[name] for name in ("title", "short_title", "stage", "dated")},
        ),
        done="草案已按条存好，速录时可以选条款。",
        back=item.meeting,
        again=lambda shown, status: _draft_form(request, shown, item, status=status),
    )


def _draft_form(
    request: PortalRequest, form: Any, item: AgendaItem, *, articles: Any = (), status: int = 200
) -> HttpResponse:
    context = {"form": form, "item": item, "meeting": item.meeting, "articles": articles}
    return render(request, "meetings/draft_form.html", context, status=status)


@require_GET
@with_item()
def draft_detail(request: PortalRequest, item: AgendaItem) -> HttpResponse:
    """The newest version of an item's draft, with how many opinions each article met."""
    subject = next((one for one in reports.agenda_of(item.meeting) if one.pk == item.topic_id), None)
    counts = reports.article_counts(one.topic_id for one in subject.articles) if subject else {}
    context = {
        "item": item,
        "meeting": item.meeting,
        "subject": subject,
        "articles": [(one, counts.get(one.topic_id, 0)) for one in (subject.articles if subject else [])],
        "may_prepare": may_prepare_item(request.user, item),
    }
    return render(request, "meetings/draft_detail.html", context)
