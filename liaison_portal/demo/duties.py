"""The files of duties: entries by hand audited and waiting, one objection; points on in Xincai, off in Puyang."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast
from uuid import NAMESPACE_URL, uuid5

from accounts.models import User
from deputies.models import Deputy, DutyRecord, ScoreSheet
from deputies.scoring import FORM
from deputies.workflow import batches, duties, schemes
from deputies.workflow.settings import keep_setting
from liaison_portal.demo.clock import at
from liaison_portal.demo.world import World

XINCAI_TOWN = "411729101"
MARKED = 4  # sheets that the township has marked already


@dataclass(frozen=True)
class DoneRow:
    """Something done that no room saw: how long ago, what, and whether it has been audited."""

    days_ago: int
    kind: str
    title: str
    audited: bool = True


OWN = (
    DoneRow(70, "training", "参加县人大代表履职能力提升培训班"),
    DoneRow(41, "mediation", "调解两户宅基地边界纠纷，当事人签了协议"),
    DoneRow(26, "inspection", "视察镇污水处理站运行情况"),
    DoneRow(5, "relief", "走访困难户，送去过冬的煤和被褥", audited=False),
)
PROXY = (
    DoneRow(33, "good_deed", "协调修好村口断头路 120 米"),
    DoneRow(3, "contact", "走访联系的选民 6 户，记下意见 3 条", audited=False),
)
XINCAI = (
    DoneRow(90, "congress", "出席县人民代表大会会议"),
    DoneRow(62, "training", "参加代表履职培训"),
    DoneRow(48, "survey", "调研高标准农田管护"),
    DoneRow(30, "law_check", "参加水污染防治法执法检查"),
    DoneRow(21, "mediation", "调解邻里用水纠纷"),
    DoneRow(12, "charity", "组织义诊，服务群众 80 余人次"),
)
OTHERS = 6  # members of the group beside the one who signs in, each with some of these


def load_duties(world: World) -> None:
    """Puyang keeps its files without points; Xincai counts them, and has opened a round for one township."""
    deputy = Deputy.objects.get(user=world.users["deputy"])
    _enter(world, deputy, OWN, by=world.users["deputy"], staff=world.staff)
    _enter(world, deputy, PROXY, by=world.users["liaison"], staff=world.staff)
    _answer(deputy)
    if not world.is_small:
        _load_xincai(world)


def _enter(world: World, deputy: Deputy, rows: tuple[DoneRow, ...], *, by: User, staff: User) -> None:
    for row in rows:
        day = world.clock.ago(row.days_ago)
        made = duties.enter(
            deputy,
            kind=row.kind,
            on=day,
            title=row.title,
            client_id=uuid5(NAMESPACE_URL, f"demo:{deputy.pk}:{row.title}"),
            actor=by,
            at=at(day, 17),
        )
        if row.audited:
            duties.audit(made, actor=staff, passed=True, at=at(world.clock.back(world.clock.ago(row.days_ago - 1)), 10))


def _answer(deputy: Deputy) -> None:
    """Of what others wrote: the first is theirs, to the last they object."""
    rows = DutyRecord.objects.counted().filter(deputy=deputy, by_hand=False).select_related("deputy__home_region")
    found = [row for row in rows.order_by("on", "pk") if row.is_proxy]
    user = cast("User", deputy.user)  # the one of `load_duties`
    if found:
        duties.confirm(found[0], actor=user)
    if len(found) > 1:
        words = "那天我在县里开会，是同组的代表去的。"
        duties.object_to(found[-1], ground="not_mine", words=words, actor=user)


def _load_xincai(world: World) -> None:
    staff, town = world.users["xc-staff"], world.regions[XINCAI_TOWN]
    unit, year, start = world.units["xc_npc"], world.clock.today.year, world.clock.ago(20)
    keep_setting(unit, group_first=False, objection_days=30, scoring=True, actor=staff, at=at(start, 9))
    scheme = schemes.draft_scheme(unit, year=year, actor=staff, at=at(start, 10))
    schemes.activate(scheme, actor=staff, at=at(start, 11))
    deputy = Deputy.objects.get(user=world.users["xc-deputy"])
    _enter(world, deputy, XINCAI, by=world.users["xc-liaison"], staff=staff)
    for number, other in enumerate(_fellows(deputy)):
        _enter(world, other, XINCAI[: 1 + number % len(XINCAI)], by=world.users["xc-liaison"], staff=staff)
    maxima = {key: most for key, _, _, most in FORM}
    opened = at(world.clock.ago(6), 9)
    batch = batches.open_batch(unit, region=town, year=year, maxima=maxima, actor=staff, at=opened)
    marked = ScoreSheet.objects.filter(batch=batch).exclude(deputy=deputy).select_related(
        "batch__unit__region", "deputy__home_region"
    )
    for number, sheet in enumerate(marked.order_by("pk")[:MARKED]):
        marks = {key: max(most - 1 - number, 0) for key, most in maxima.items()}
        moment = at(world.clock.ago(4), 15, number)
        batches.rate(sheet, rater="township", marks=marks, actor=world.users["xc-township"], at=moment)


def _fellows(deputy: Deputy) -> list[Deputy]:
    """Some who sit in the group of `deputy`."""
    groups = deputy.memberships.filter(left_on=None).values("group_id")
    rows = Deputy.objects.filter(memberships__group__in=groups, memberships__left_on=None).exclude(pk=deputy.pk)
    return list(rows.select_related("home_region").order_by("pk")[:OTHERS])
