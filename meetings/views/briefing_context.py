"""What the page of a 简报 draws: its chain, the actions open to this user, the issue as it prints."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from accounts.models import User
from common.forms import PortalForm
from common.steps import open_steps
from meetings import rules
from meetings.exports.briefing import day_of, masthead
from meetings.forms import briefing as forms
from meetings.models import Briefing, BriefingItem, Meeting, Sitting
from meetings.reports.briefing import CHAIN, PLACE, annulment_of, history_of, turn_of
from meetings.reports.printed import amended_of, groups_of, heading_of_errata
from meetings.workflow import briefing as verbs


@dataclass(frozen=True)
class Action:
    """A tab with a form."""

    key: str
    label: str
    submit: str
    icon: str
    form: type[PortalForm]
    hint: str = ""


ACTIONS = {
    one.key: one
    for one in (
        Action("check", "核稿通过", "核稿通过，送领导签发", "check-lg", forms.CheckForm),
        Action("sign", "签发", "同意签发", "pen", forms.SignForm, "签发后由选工委取号印发。"),
        Action(
            "sign_paper",
            "登记纸质签发",
            "登记",
            "file-earmark-arrow-up",
            forms.SignPaperForm,
            "领导在纸上签了的，把签发单拍照或扫描传上来。",
        ),
        Action("issue", "印发", "印发", "send", forms.IssueForm, "印发时取号，定稿不再改；没核对的印“未经本人审阅”。"),
        Action("return", "退回修改", "退回修改", "arrow-return-left", forms.ReturnForm),
        Action("annul", "作废", "作废", "slash-circle", forms.AnnulForm, "已经发出去的，请另外通知收件单位。"),
    )
}
EDIT = Action("edit", "改标题、按语和报送", "保存", "pencil", forms.BriefingEditForm)
COPIED = ("supplied_by", "report_to", "send_to", "issue_to", "copies")


def briefing_context(
    briefing: Briefing, user: User, *, doing: str = "", bound: PortalForm | None = None
) -> dict[str, Any]:
    """The whole page for `user`; `bound` stands in place of the form of the action `doing`."""
    steps = open_steps(verbs.STEPS, briefing, user)
    may_edit = briefing.status == "editing" and rules.can_edit_briefing(user, briefing)
    offered = [ACTIONS[name] for name in ACTIONS if name in steps] + ([EDIT] if may_edit else [])
    current = next((one for one in offered if one.key == doing), None)
    page, groups = "meetings:briefing_{}", groups_of(briefing)
    speeches = [one for group in groups for one in group.speeches]
    return {
        "briefing": briefing,
        "chain": (CHAIN, PLACE[briefing.status]),
        "turn": turn_of(briefing),
        "steps": steps,
        "actions": [(one, reverse(page.format(one.key), args=[briefing.pk]), one is current) for one in offered],
        "current": current,
        "form": (bound or _form(current, briefing)) if current else None,
        "refused": bound if current is None else None,
        "may_edit": may_edit,
        "groups": groups,
        "count": len(speeches),
        "unread": sum(not one.reviewed for one in speeches),
        "masthead": masthead(briefing),
        "editor": briefing.unit.name_on(day_of(briefing)),
        "files": list(briefing.files.all()),
        "history": history_of(briefing),
        "annulled": annulment_of(briefing),
        **_errata(briefing, may_edit=may_edit),
    }


def _errata(briefing: Briefing, *, may_edit: bool) -> dict[str, Any]:
    """The 更正 that it prints, and how many more it could."""
    amended = amended_of(briefing)
    waiting = BriefingItem.objects.to_correct().filter(briefing__unit=briefing.unit_id)
    return {
        "amended": amended,
        "amended_heading": heading_of_errata(amended),
        "to_amend": waiting.count() if may_edit else 0,
    }


def _form(action: Action, briefing: Briefing) -> PortalForm:
    if action is not EDIT:
        return action.form()
    names = ("version", "title", "note", *COPIED)
    return action.form(initial={name: getattr(briefing, name) for name in names})


def proposal(user: User, of: Meeting | Sitting) -> dict[str, Any]:
    """What the last issue of this place said, with this meeting's name in the title."""
    last = Briefing.objects.visible_to(user).order_by("-id").first()
    found: dict[str, Any] = {"title": f"{of.occasion.short_title}发言摘要", "copies": 50}
    if last is not None:
        found |= {name: getattr(last, name) for name in COPIED} | {"unit": last.unit_id}
    return found
