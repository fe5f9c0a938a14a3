"""What of speeches and 简报 waits for whom: corrections to decide, issues to check, sign and print; a deputy's own."""

from __future__ import annotations

from django.db.models import Count, F

from accounts.choices import Role
from accounts.models import User
from liaison_portal.desks.parts import ASKED, Todo, address, few
from meetings.choices import BriefingStatus
from meetings.models import Briefing, BriefingItem, Confirmation, RaisedOpinion
from meetings.reports.briefing import turn_of

VERBS = {BriefingStatus.CHECKING: ("核稿", "pen"), BriefingStatus.SIGNING: ("签发", "vector-pen")}


def todos(user: User) -> list[Todo]:
    """Issues on the user's desk, then what speakers changed and staff have to decide."""
    rows, _ = few(Briefing.objects.turn_of(user).order_by("id"), 10)
    own = [*_corrections(user), *_errata(user)] if user.scopes.has(Role.STAFF) else []
    return [_issue(row) for row in rows] + own


def _issue(row: Briefing) -> Todo:
    verb, icon = ("印发", "send") if row.signed_by else VERBS[BriefingStatus(row.status)]
    title, url = f"{verb}简报：{row.title}", row.get_absolute_url()
    return Todo(title, turn_of(row), url, verb, icon, "red", ASKED, primary=True)


def _errata(user: User) -> list[Todo]:
    count = BriefingItem.objects.kept_by(user).to_correct().count()
    if not count:
        return []
    title, note = f"简报更正：{count} 条", "印出时没有经本人审阅，本人后来核对了；选进下一期更正，或者写明不更正"
    return [Todo(title, note, address("meetings:erratum_list"), "去处理", "arrow-repeat", "wait", ASKED)]


def _corrections(user: User) -> list[Todo]:
    mine = user.scopes.in_region("raised__sitting__occasion__unit__region__path", Role.STAFF)
    waiting = Confirmation.objects.filter(mine, fate="").exclude(text=F("recorded_text"))
    where = ("raised__sitting", "raised__sitting__occasion__short_title")
    rows = waiting.order_by().values(*where).annotate(n=Count("pk"))
    return [
        Todo(
            f"处理更正：{row['n']} 条发言本人改了文字",
            f"{row['raised__sitting__occasion__short_title']}；采用到台账，还是只留在发言记录",
            address("meetings:confirmation_list", row["raised__sitting"]),
            "去处理",
            "pencil-square",
            "wait",
            ASKED,
        )
        for row in rows.order_by("raised__sitting")[:5]
    ]


def asked_of(user: User) -> int:
    """How many speeches of their own a deputy has still to confirm."""
    return RaisedOpinion.objects.own_of(user).filter(status="sent").count()
