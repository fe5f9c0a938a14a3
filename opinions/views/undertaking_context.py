"""What an undertaking's page draws: the actions open to this user, the reply, the sources, the history."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from django.urls import reverse
from django.utils import timezone

from accounts.calendar import Calendar
from accounts.models import User
from common.forms import PortalForm
from common.steps import open_steps
from common.text import hide_names
from opinions import limits, progress, rules
from opinions.actions.wording import hidden_names
from opinions.choices import BADGES, Grade, ReplyStatus, RequestStatus, UndertakingStatus, UnitRole
from opinions.forms import undertakings as forms
from opinions.lifeline import undertaking_line
from opinions.models import Opinion, Reply, Undertaking
from opinions.progress import Facts
from opinions.reports.history import history_of
from opinions.workflow import reply as reply_verbs
from opinions.workflow import undertaking as verbs


@dataclass
class Action:
    """A tab of “办理”: its form, where it goes, the verb on its button."""

    key: str
    label: str
    icon: str
    submit: str
    url_name: str
    form: Callable[[], PortalForm] | None = None
    hint: str = ""

    def url(self, pk: int) -> str:
        return reverse(f"opinions:{self.url_name}", args=[pk])


@dataclass
class Case:
    """One item as its page reads it, once: the rows of every unit, all replies, the calendar."""

    undertaking: Undertaking
    user: User
    facts: Facts
    replies: list[Reply]
    calendar: Calendar

    @classmethod
    def read(cls, undertaking: Undertaking, user: User) -> Case:
        """A constant number of queries, whatever has happened to the item."""
        replies = undertaking.replies.prefetch_related("answers__opinion", "attachments", "ratings")
        found = list(replies.order_by("round"))
        for reply in found:
            reply.undertaking = undertaking
        return cls(undertaking, user, progress.of_undertaking(undertaking), found, Calendar.load())

    @property
    def reply(self) -> Reply | None:
        """The reply of the present round, where this user may read it."""
        return next((r for r in self.readable if r.round == self.undertaking.round), None)

    @property
    def earlier(self) -> list[Reply]:
        """Delivered replies of earlier rounds."""
        return [r for r in self.readable if r.round != self.undertaking.round]

    @property
    def readable(self) -> list[Reply]:
        return [r for r in self.replies if rules.may_read_reply(self.user, r)]

    @property
    def is_inside(self) -> bool:
        return rules.is_staff_of(self.user, self.undertaking)

    @property
    def asked_back(self) -> bool:
        return self.undertaking.pk in self.facts.send_backs

    @property
    def asked_more(self) -> bool:
        return self.undertaking.pk in self.facts.extensions


def undertaking_context(
    undertaking: Undertaking, user: User, *, doing: str = "", bound: PortalForm | None = None
) -> dict[str, Any]:
    """The whole page for `user`; `bound` stands in place of the form of the action `doing`."""
    case = Case.read(undertaking, user)
    reply, calendar = case.reply, case.calendar
    return _working(case, doing, bound) | {
        "undertaking": undertaking,
        "item": undertaking.assignment,
        "paper": undertaking.assignment.list,
        "badge": undertaking.badge,
        "line": undertaking_line(undertaking, user, facts=case.facts, calendar=calendar),
        "time": limits.remaining(undertaking, timezone.localdate(), calendar),
        "limits": limits.all_sentences(undertaking, calendar),
        "reply": reply,
        "reply_steps": open_steps(reply_verbs.STEPS, reply, user) if reply else [],
        "reply_chain": _reply_chain(undertaking, reply),
        "sources": _sources(case),
        "others": _others(case),
        "earlier": case.earlier,
        **_told(case),
        "is_staff_view": case.is_inside,
        "has_notice": undertaking.status not in UndertakingStatus.GONE,
        "needs_scan": undertaking.assignment.rule.needs_scan,
        "has_scan": reply is not None and reply_verbs.has_scan(reply),
    }


def _working(case: Case, doing: str, bound: PortalForm | None) -> dict[str, Any]:
    """The tabs, the chosen one and its form; a refusal of an action no longer open stands above them."""
    actions = _actions(case)
    chosen = next((a for a in actions if a.key == doing), None)
    current = chosen or (actions[0] if actions else None)
    shown = bound if chosen else None
    return {
        "actions": [(a, a.url(case.undertaking.pk), a is current) for a in actions],
        "current": current,
        "form": shown or (current.form() if current and current.form else None),
        "refused": None if shown else bound,
    }


def _told(case: Case) -> dict[str, Any]:
    """What people wrote on the way: staff read it as it stands, others without the names kept from them."""
    history, ratings = history_of(case.undertaking), _ratings(case)
    if not case.is_inside:
        hidden = hidden_names(case.undertaking)
        history = [replace(entry, note=hide_names(entry.note, hidden)) for entry in history]
        if ratings:
            ratings["reasons"] = [hide_names(reason, hidden) for reason in ratings["reasons"]]
    return {"history": history, "ratings": ratings}


def _actions(case: Case) -> list[Action]:
    """The tabs in order; the first is what most likely comes next."""
    undertaking = case.undertaking
    steps = open_steps(verbs.STEPS, undertaking, case.user)
    found: list[Action | None] = [
        _dispatch(undertaking) if "dispatch" in steps else None,
        _accept() if "accept" in steps else None,
        *_reply_actions(case),
        _plain("co_opinion", "协办意见", "chat-left-text", "提交协办意见", forms.CoOpinionForm)
        if "co_opinion" in steps
        else None,
        *_decisions(case),
        _plain("progress", "登记进展", "journal-plus", "登记", forms.ProgressForm) if "progress" in steps else None,
        _extension(case) if "ask_extension" in steps and not case.asked_more else None,
        _send_back(undertaking) if "ask_send_back" in steps and not case.asked_back else None,
        _plain("assess", "评估", "people", "登记并办结", forms.AssessForm) if "assess" in steps else None,
        _plain("urge", "催办", "megaphone", "发出催办", forms.UrgeForm) if "urge" in steps else None,
    ]
    return [action for action in found if action is not None]


def _plain(key: str, label: str, icon: str, submit: str, form: type[PortalForm]) -> Action:
    return Action(key, label, icon, submit, f"undertaking_{key}", form)


def _accept() -> Action:
    return Action(
        "accept",
        "签收",
        "envelope-open",
        "签收",
        "undertaking_accept",
        forms.AcceptForm,
        "签收后开始办理。不属于本单位职责的，不要签收，在限期内申请退办。",
    )


def _dispatch(undertaking: Undertaking) -> Action:
    def form() -> PortalForm:
        proposed = list(undertaking.assignment.assignment_units.filter(unit__dispatch_via=undertaking.unit_id))
        leads = [u.unit_id for u in proposed if u.role == UnitRole.LEAD]
        cos = [u.unit_id for u in proposed if u.role == UnitRole.CO]
        return forms.DispatchForm(undertaking=undertaking, initial={"leads": leads, "cos": cos})

    hint = "已按清单勾好建议单位，可以改。答复期限自交办之日起算，转办不另加时间。"
    return Action("dispatch", "转办", "send", "转办", "undertaking_dispatch", form, hint)


def _extension(case: Case) -> Action:
    return Action(
        "extension",
        "申请延期",
        "calendar-plus",
        "提出申请",
        "undertaking_extension",
        lambda: forms.ExtensionForm(undertaking=case.undertaking),
        limits.extension_sentence(case.undertaking, case.calendar),
    )


def _send_back(undertaking: Undertaking) -> Action:
    return Action(
        "send_back",
        "申请退办",
        "arrow-return-left",
        "提出申请",
        "undertaking_send_back",
        lambda: forms.SendBackForm(undertaking=undertaking),
        limits.send_back_sentence(undertaking),
    )


def _reply_actions(case: Case) -> list[Action]:
    undertaking, user, reply = case.undertaking, case.user, case.reply
    may_write = (
        undertaking.status in (UndertakingStatus.DOING, UndertakingStatus.REDO)
        and rules.is_lead_clerk(user, undertaking)
        and (reply is None or reply.status == ReplyStatus.DRAFT)
    )
    if may_write:
        form = partial(forms.ReplyForm, undertaking=undertaking, reply=reply, writer=user)
        return [Action("reply", "答复", "reply", "送审", "reply_save", form)]
    if reply is None:
        return []
    if undertaking.status == UndertakingStatus.CHECKING and case.is_inside:
        return [Action("check", "审核答复", "clipboard-check", "退回修改", "reply_hand_back", forms.HandBackForm)]
    if reply.status in (ReplyStatus.TO_SIGN, ReplyStatus.SIGNED) and rules.is_unit_of(user, undertaking):
        return [Action("read", "答复", "reply", "", "undertaking_detail")]
    return []


def _decisions(case: Case) -> list[Action]:
    if not case.is_inside:
        return []
    undertaking, found = case.undertaking, []
    if case.asked_back:
        found.append(
            Action(
                "send_back_decide",
                "审核退办",
                "arrow-return-left",
                "确定",
                "undertaking_send_back_decide",
                lambda: forms.SendBackDecisionForm(
                    undertaking=undertaking, initial={"new_unit": _suggested(undertaking)}
                ),
            )
        )
    if case.asked_more:
        found.append(
            Action(
                "extension_decide",
                "审核延期",
                "calendar-check",
                "确定",
                "undertaking_extension_decide",
                lambda: forms.ExtensionDecisionForm(undertaking=undertaking),
            )
        )
    return found


def _suggested(undertaking: Undertaking) -> int | None:
    return undertaking.send_backs.filter(status=RequestStatus.ASKED).values_list("suggested_unit_id", flat=True).first()


def _reply_chain(undertaking: Undertaking, reply: Reply | None) -> tuple[list[str], int]:
    names = ["承办人起草", "主要负责人签发", "盖章扫描件", "送达选工委"]
    if not undertaking.assignment.rule.needs_scan:
        names.remove("盖章扫描件")
    status = reply.status if reply else ReplyStatus.DRAFT
    place = {ReplyStatus.DRAFT: 1, ReplyStatus.TO_SIGN: 2, ReplyStatus.SIGNED: 3, ReplyStatus.DELIVERED: len(names) + 1}
    return names, place[ReplyStatus(status)]


def _sources(case: Case) -> list[tuple[Opinion, bool]]:
    """The source opinions as this user may read them: agencies the shared text, staff a link to the words too."""
    return [(opinion, case.is_inside) for opinion in reply_verbs.sources_of(case.undertaking)]


def _others(case: Case) -> list[Undertaking]:
    """The other units on the same item, with co-opinions: leads, dispatch offices, co-units."""
    rows = [
        row
        for row in case.facts.rows[case.undertaking.assignment_id]
        if row.pk != case.undertaking.pk and row.status not in UndertakingStatus.GONE
    ]
    return sorted(rows, key=lambda row: row.role, reverse=True)


def _ratings(case: Case) -> dict[str, Any] | None:
    """The tally of the last round asked: for the committee at any time, for the unit once it is closed."""
    undertaking = case.undertaking
    asked = [reply for reply in case.replies if reply.passed_at is not None]
    if not asked or not undertaking.assignment.rule.is_rated:
        return None
    reply, rows = asked[-1], asked[-1].ratings.all()
    given = [r for r in rows if r.rated_at]
    is_open = reply.closed_at is None and undertaking.status == UndertakingStatus.RATING
    tally = [(label, *BADGES[value], sum(r.result == value for r in given)) for value, label in Grade.choices]
    shown = case.is_inside or not is_open
    return {
        "asked": len(rows),
        "given": len(given),
        "is_open": is_open,
        "tally": tally if shown else None,
        "reasons": [r.reason for r in given if r.reason] if shown else [],
        "due": undertaking.rating_due,
    }
