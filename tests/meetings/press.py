"""A hall whose speeches are confirmed, and an issue of them walked to a status: for tests of what is printed."""

from datetime import date

from django.utils import timezone

from meetings.models import Briefing, RaisedOpinion
from meetings.workflow import briefing as verbs
from meetings.workflow import links, speech
from meetings.workflow.annulment import annul
from meetings.workflow.speech import Agreed, mark_of

DAY = date(2024, 5, 20)
COVER = {
    "title": "分组审议发言摘要",
    "note": "5月14日，会议分组审议。",
    "supplied_by": "会议简报组",
    "report_to": "市委，省人大常委会",
    "send_to": "常委会主任、副主任、秘书长",
    "issue_to": "常委会委员，列席人员",
}


def row_of(pk):
    return RaisedOpinion.objects.with_speech_data().get(pk=pk)


def signed(hall, text="路灯坏了三个月，晚上没法走。", who=3, corrected=None):
    """A speech that its speaker has confirmed on a phone, perhaps in other words."""
    row = hall.say(text, who=who)
    made = speech.send(hall.people[who], actor=hall.staff)
    links.open_here(made.link, at=timezone.now(), digits=links.proof_of(hall.people[who]))
    speech.confirm(row, Agreed(mark=mark_of(text), text=corrected), link=made.link)
    return row_of(row.pk)


def issue_of(hall, rows=(), status="editing", **cover):
    """An issue of the meeting with `rows`, walked to `status`; `signing` is unsigned, `signed` is signed."""
    world = hall.world
    made = verbs.compose(verbs.Cover(**COVER | cover), actor=hall.staff, unit=world.issuer, meeting=hall.meeting)
    if rows:
        verbs.choose(made, rows, actor=hall.staff)
    steps = (
        ("checking", lambda: verbs.submit(made, actor=hall.staff)),
        ("signing", lambda: verbs.check_briefing(made, actor=world["office"])),
        ("signed", lambda: verbs.sign(made, actor=world["leader"])),
        ("issued", lambda: verbs.issue(made, actor=hall.staff, on=DAY)),
        ("annulled", lambda: annul(made, actor=world["leader"], reason="主送有误")),
    )
    names = ["editing", *(name for name, _ in steps)]
    for name, step in steps[: names.index(status)]:
        step()
        assert made.status == ("signing" if name == "signed" else name)
    return Briefing.objects.with_place().get(pk=made.pk)
