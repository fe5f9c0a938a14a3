"""Loaders: a view gets its object from `visible_to`, so forgetting the check is a 404, not a leak."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from accounts.requests import PortalRequest
from meetings import rules
from meetings.models import (
    AgendaItem,
    LeaderSpeech,
    Meeting,
    MeetingStep,
    PaperReceipt,
    Participant,
    ProcessTemplate,
    Sitting,
    TemplateStep,
)

View = Callable[..., HttpResponse]
Predicate = Callable[[Any, Any], bool]


def loads(rows: Callable[[PortalRequest], Any]) -> Callable[..., Callable[[View], View]]:
    """A decorator that swaps `pk` for the object among `rows(request)`, else 404; `may` refused: 403."""

    def needing(may: Predicate | None = None) -> Callable[[View], View]:
        def decorate(view: View) -> View:
            @wraps(view)
            def loaded(request: PortalRequest, pk: int, **kwargs: Any) -> HttpResponse:
                found = get_object_or_404(rows(request), pk=pk)
                if may is not None and not may(request.user, found):
                    raise PermissionDenied
                return view(request, found, **kwargs)

            return loaded

        return decorate

    return needing


def may_prepare_item(user: Any, item: AgendaItem) -> bool:
    return rules.may_prepare(user, item.meeting)


def may_edit_step(user: Any, step: TemplateStep) -> bool:
    return rules.may_keep_template(user, step.template)


def may_edit_person(user: Any, person: Participant) -> bool:
    return rules.may_record(user, person.sitting)


with_meeting = loads(lambda request: Meeting.objects.visible_to(request.user).with_list_data())
with_sitting = loads(lambda request: Sitting.objects.visible_to(request.user).with_place())
with_item = loads(
    lambda request: AgendaItem.objects.filter(meeting__in=Meeting.objects.visible_to(request.user)).select_related(
        "topic", "meeting__occasion__unit__region"
    )
)
with_speech = loads(lambda request: LeaderSpeech.objects.visible_to(request.user).with_place())
with_person = loads(
    lambda request: Participant.objects.filter(sitting__in=Sitting.objects.visible_to(request.user)).select_related(
        "contributor", "sitting__occasion__unit__region", "sitting__occasion__parent", "sitting__meeting__occasion"
    )
)
with_step = loads(lambda request: MeetingStep.objects.visible_to(request.user).with_place())
with_receipt = loads(lambda request: PaperReceipt.objects.visible_to(request.user).with_page_data())
with_template = loads(lambda request: ProcessTemplate.objects.visible_to(request.user).select_related("region"))
with_template_step = loads(
    lambda request: TemplateStep.objects.filter(
        template__in=ProcessTemplate.objects.visible_to(request.user)
    ).select_related("template__region", "owner_unit")
)
