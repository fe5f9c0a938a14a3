"""What an opinion's page draws: the life line, what can be done, the matters it is in, what came back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from accounts.models import User
from accounts.rules import is_deputy_only
from common.forms import PortalForm
from common.panels import panels_for
from common.steps import open_steps
from opinions import rules
from opinions.choices import Capacity, OpinionStatus, ReplyStatus
from opinions.forms import opinions as forms
from opinions.lifeline import lifeline_of
from opinions.models import Opinion, Reply
from opinions.reports.board import destination_badge
from opinions.reports.history import history_of
from opinions.views.rows import asked_ratings
from opinions.workflow.opinion import STEPS, still_open


@dataclass(frozen=True)
class Action:
    """A tab: its form, where it goes, the verb on its button."""

    key: str
    label: str
    icon: str
    submit: str
    form: Callable[[Opinion], PortalForm]
    hint: str = ""

    def url(self, pk: int) -> str:
        return reverse(f"opinions:opinion_{self.key}", args=[pk])


ACTIONS = {
    "settle": Action("settle", "办结", "check2-circle", "办结", lambda _: forms.SettleForm()),
    "report_up": Action(
        "report_up",
        "报上级人大",
        "box-arrow-up",
        "报上级人大",
        lambda _: forms.ReportUpForm(),
        "报上去后由选工委归并、交办，站里能看到结果。",
    ),
    "confirm_shared": Action(
        "confirm_shared", "核对转办文字", "eye", "核对无误", lambda opinion: forms.SharedTextForm(opinion=opinion)
    ),
    "feedback": Action(
        "feedback",
        "登记反馈",
        "megaphone",
        "登记反馈",
        lambda _: forms.FeedbackForm(),
        "把结果告诉提出人以后，在这里记一笔。",
    ),
    "edit": Action("edit", "修改原话", "pencil", "保存", lambda opinion: forms.EditForm(opinion=opinion)),
}


def opinion_context(
    opinion: Opinion, user: User, *, doing: str = "", bound: PortalForm | None = None
) -> dict[str, Any]:
    """The whole page for `user`; `bound` stands in place of the form of the action `doing`."""
    actions = open_actions(opinion, user)
    # A refused act stays on the page with what was typed, even if it is no longer open.
    current = ACTIONS[doing] if doing in actions or bound is not None else None
    phone = is_deputy_only(user)
    return {
        "opinion": opinion,
        "phone": phone,
        "badge": opinion.badge,
        "line": lifeline_of(opinion, user),
        "rating": asked_ratings([opinion], user).get(opinion.pk),
        "who": who_of(opinion),
        "actions": [(ACTIONS[key], ACTIONS[key].url(opinion.pk), key == doing) for key in actions],
        "current": current,
        "action_url": current.url(opinion.pk) if current else "",
        "form": bound or (current.form(opinion) if current else None),
        "shared_shown": rules.can_work_opinion(user, opinion),
        "matters": _matters(opinion, user),
        "feedbacks": opinion.feedbacks.select_related("by") if not phone else (),
        "history": [] if phone else history_of(opinion),
        "files": opinion.attachments.all(),
        "panels": panels_for("opinion", user, opinion.pk),
        "may_reveal": rules.can_unmask(user, opinion),
    }


def open_actions(opinion: Opinion, user: User) -> list[str]:
    """What this user may do now, the likeliest first."""
    steps = open_steps(STEPS, opinion, user)
    if opinion.status == OpinionStatus.MERGED and "feedback" in steps and still_open(opinion):
        steps.remove("feedback")
    if rules.can_work_opinion(user, opinion):
        steps.append("confirm_shared")
    return [key for key in ACTIONS if key in steps]


def who_of(opinion: Opinion) -> dict[str, Any]:
    """Who said it, as every page shows it: residents masked; a post names a person, so only with a name."""
    person = opinion.contributor
    named = person.capacity in Capacity.NAMED and not person.secrecy
    return {
        "name": person.masked_name,
        "capacity": person.get_capacity_display(),
        "title": person.title if named else "",
        "phone": "" if person.secrecy else person.phone,
    }


def _matters(opinion: Opinion, user: User) -> list[dict[str, Any]]:
    """Each matter it is in, with the replies that came back and were checked."""
    matters = list(opinion.matters.select_related("unit__region").defer("search_terms").order_by("pk"))
    replies: dict[int, list[Reply]] = defaultdict(list)
    rows = Reply.objects.filter(
        undertaking__assignment__matter__in=matters, status=ReplyStatus.DELIVERED, passed_at__isnull=False
    ).select_related("undertaking__unit", "undertaking__assignment")
    for reply in rows.order_by("passed_at"):
        replies[reply.undertaking.assignment.matter_id].append(reply)
    return [
        {
            "matter": matter,
            "badge": destination_badge(matter.destination),
            "may_open": rules.can_view_matter(user, matter),
            "replies": replies[matter.pk],
        }
        for matter in matters
    ]
