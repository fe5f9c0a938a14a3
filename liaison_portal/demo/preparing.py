"""How the meeting was prepared: asked for, agreed, one step left out, one late, one next; the papers in people's hands."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from common.files import Accepted, accept_upload
from liaison_portal.demo.clock import at
from liaison_portal.demo.world import World
from meetings import actions, workflow
from meetings.choices import ApprovalBody as Body
from meetings.choices import PaperKind, StepKind, StepOwner
from meetings.models import MeetingStep, PaperReceipt, Preparation

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n"
NO_REPORT = "这次审议法规草案和决定草案，没有专项工作报告。"
UNREAD = "deputy"  # who finds a paper to read
HELPER = "临时借调的打字员（示例）"


def load_preparation(world: World) -> None:
    """The meeting's steps from the city's example with three of the place's own, and what became of each."""
    made = _begun(world)
    _approvals(world, made)
    _work(world, made)
    _own_course(world, made)
    _papers(world, made)


def _begun(world: World) -> Preparation:
    """The example, adopted and made longer by staff before the meeting began to be prepared."""
    meeting, staff = world.the_meeting(), world.staff
    template = actions.adopt_example(meeting.occasion.unit.region, "city", actor=staff)
    add = partial(actions.add_template_step, template, actor=staff, basis="本地做法，可以改")
    for title, day, owner in (
        ("会议档案整理归档", world.clock.workdays_ago(4), StepOwner.STAFF),
        ("交办清单办理进展送主任会议成员", world.clock.next_workday(2), StepOwner.OFFICE),
        ("研究处理情况报告送工作机构征求意见", world.clock.next_workday(40), StepOwner.OTHER),
    ):
        name = "承办单位" if owner == StepOwner.OTHER else ""
        add(title=title, owner=owner, owner_name=name, offset=(day - meeting.days[1]).days, how="")
    begun = at(_before(world, 35), 9)
    return actions.begin_preparation(meeting, actor=staff, choice=str(template.pk), at=begun)


def _before(world: World, days: int) -> date:
    """A working day at least so many days before the meeting."""
    return world.clock.back(world.clock.met - timedelta(days=days))


def _step(made: Preparation, **facts: Any) -> MeetingStep:
    return MeetingStep.objects.with_place().get(preparation=made, **facts)


def _scan(name: str) -> Accepted:
    return accept_upload(SimpleUploadedFile(name, PDF), kinds=("pdf",))


def _approvals(world: World, made: Preparation) -> None:
    """The party committee at once; the secretaries after a change of the groups; the chairs with their minutes."""

    def decide(body: str, days: int, actor: User, result: str, **facts: Any) -> None:
        day = _before(world, days)
        row = _step(made, body=body)
        workflow.decide_step(row, actor=actor, result=result, on=day, at=at(day, 17), **facts)

    staff, office = world.staff, world.users["office"]
    decide(Body.PARTY, 31, staff, "agreed", number="市委办公室批复（示例）", upload=_scan("批复（示例）.pdf"))
    decide(Body.SECRETARIES, 28, office, "revise", note="第三组的点位再近一些，列席人员增加网格员。")
    decide(Body.SECRETARIES, 25, office, "agreed", number="秘书长联席会议纪要第6期（示例）")
    decide(Body.CHAIRS, 16, office, "agreed", number="主任会议纪要第12期（示例）", upload=_scan("主任会议纪要（示例）.pdf"))


def _work(world: World, made: Preparation) -> None:
    """Everything up to the hand-over is done; no report, no comment on one."""
    clock, staff, office = world.clock, world.staff, world.users["office"]
    for offset in (-20, -10):
        workflow.skip_step(_step(made, offset=offset), actor=staff, note=NO_REPORT, at=at(_before(world, 21), 10))
    for facts, day, actor in (
        ({"offset": -7}, _before(world, 8), office),
        ({"title": "看点位，定会场、座位和网络"}, _before(world, 7), staff),
        ({"kind": StepKind.PAPERS}, _before(world, 4), staff),
        ({"title": "发言记录送本人核对"}, clock.back(clock.met + timedelta(days=4)), staff),
        ({"title": "审议意见经主任会议通过后交办"}, clock.back(clock.met + timedelta(days=9)), office),
    ):
        workflow.finish_step(_step(made, **facts), actor=actor, on=day, at=at(day, 16))


def _own_course(world: World, made: Preparation) -> None:
    """What this meeting alone has: one step more, which is done, and one day moved by hand."""
    day, staff = _before(world, 9), world.staff
    facts = {"title": "请现场点位所在街道准备会场", "kind": StepKind.TASK, "owner": StepOwner.STAFF}
    more = workflow.add_step(made, actor=staff, due_on=day, at=at(_before(world, 20), 10), **facts)
    workflow.finish_step(_step(made, pk=more.pk), actor=staff, on=day, at=at(day, 16))
    later = _step(made, title="研究处理情况报告送工作机构征求意见")
    until = world.clock.next_workday(45)
    workflow.move_step_day(later, actor=staff, due_on=until, note="承办单位请求晚几天，分管副主任同意（示例）")


def _papers(world: World, made: Preparation) -> None:
    """Handed four days ahead; read by those at work, on paper for most others, a few still to be read."""
    handed = at(_before(world, 4), 9)
    workflow.hand_papers(made, actor=world.staff, kinds=PaperKind.values, names=[HELPER], at=handed)
    rows = PaperReceipt.objects.filter(preparation=made).with_page_data()
    for row in rows.exclude(user=None).exclude(user__username=UNREAD):
        workflow.read_paper(row, actor=_reader(world, row), at=handed + timedelta(hours=3))
    _on_paper(world, made, handed + timedelta(hours=26))


def _reader(world: World, row: PaperReceipt) -> User:
    """The account itself, with the grants it was loaded with."""
    return next(user for user in world.users.values() if user.pk == row.user_id)


def _on_paper(world: World, made: Preparation, moment: datetime) -> None:
    """Whoever has no account got theirs printed, but for the last two of the groups."""
    rows = list(PaperReceipt.objects.filter(preparation=made, user=None).order_by("pk").with_page_data())
    groups = [row for row in rows if row.paper.kind == PaperKind.GROUPS]
    late = {row.pk for row in groups[-2:]}
    for row in rows:
        if row.pk not in late:
            workflow.note_on_paper(row, actor=world.staff, at=moment)
