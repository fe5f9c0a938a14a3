"""How a message stands, in the words of every day: for its sender, who sees no office from inside."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from common.text import cn_date, cn_short
from opinions.choices import OpinionStatus
from opinions.lifeline import lines_for
from opinions.line import Line, LineStep
from opinions.models import MatterSource
from stations.choices import Elsewhere, MessageStatus
from stations.models import Message, MessageAnswer

S = MessageStatus
SENT, LOOK, WORK, TOLD, RATED = range(1, 6)
NOW = {S.HELD: LOOK, S.OPEN: LOOK, S.PASSED: WORK, S.ANSWERED: RATED}
FIRST = (("您来留言", "chat-square-text"), ("有人看", "person-check"))
THEN = (("正在办理", "tools"), ("答复您", "reply"), ("请您评价", "clipboard-check"))
ENDED = {S.REDIRECTED: ("告诉您该找谁", "signpost-split"), S.SET_ASIDE: ("没有转办", "archive")}
# The eight steps of the ledger in a resident's words.
DAILY = ("您来留言", "同类的合到一起", "转给有关单位", "单位收到", "正在办理", "单位答复", "请您评价", "告诉您")


@dataclass
class Progress:
    """`headline` in one line, who has it now, until when, the steps, the answers."""

    message: Message
    headline: str
    holder: str = ""
    what: str = ""
    due: str = ""
    shared: bool = False
    where: str = ""
    line: Line | None = None
    answers: list[MessageAnswer] = field(default_factory=list)

    @property
    def last(self) -> MessageAnswer | None:
        """The answer that counts."""
        return self.answers[-1] if self.answers else None

    @property
    def may_rate(self) -> bool:
        return self.message.status == S.ANSWERED and self.last is not None and self.last.rated_at is None

    @property
    def may_ask(self) -> bool:
        return self.message.status in (S.ANSWERED, S.REDIRECTED) and self.message.again_at is None


def until(day: date | None, today: date) -> str:
    """“预计6月4日前答复（含当日）”; no number of days counted down."""
    if day is None:
        return ""
    shown = cn_short(day) if day.year == today.year else cn_date(day)
    return f"预计{shown}前答复（含当日）"


def progress_of(message: Message, on: date) -> Progress:
    """Everything the page of a sender draws."""
    answers = list(message.answers.filter(objected_at=None).order_by("round"))
    made = Progress(message, HEADLINES[S(message.status)], answers=answers)
    if message.status in S.WAITING:
        made.holder, made.what = _holder(message)
        made.due = until(message.due_on, on)
    if message.status == S.PASSED and message.entry.status != OpinionStatus.AT_STATION:
        made.line = _county_line(message, on, made)
    else:
        made.line = _own_line(message, on)
    if message.status == S.REDIRECTED:
        made.where = _where(message)
    return made


HEADLINES = {
    S.HELD: "已收到，工作人员先看一下",
    S.OPEN: "已收到，等答复",
    S.PASSED: "正在办理",
    S.ANSWERED: "已经答复您",
    S.REDIRECTED: "这件事请走别的渠道",
    S.SET_ASIDE: "没有转办",
}


def _holder(message: Message) -> tuple[str, str]:
    if message.status == S.HELD:
        return (str(message.station.reports_to) if message.is_sealed else str(message.station)), "先看一下再转"
    if message.status == S.PASSED:
        opinion = message.entry
        at_home = opinion.status == OpinionStatus.AT_STATION
        return (str(opinion.holder), "办理") if at_home else (str(message.station.reports_to), "研究转办")
    return message.addressee, "看过以后答复您"


def _own_line(message: Message, on: date) -> Line:
    """The few steps of a message that stays where it was sent, or goes no further."""
    if message.status in ENDED:
        names = (*FIRST, ENDED[S(message.status)])
        return _drawn(message, names, now=len(names) + 1)
    answered = message.answers.filter(objected_at=None).order_by("-round").first()
    rated = message.status == S.ANSWERED and answered is not None and answered.rated_at is not None
    line = _drawn(message, (*FIRST, *THEN), now=RATED + 1 if rated else NOW[S(message.status)])
    if message.status == S.PASSED:
        line.say(WORK, who=str(message.entry.holder))
    if message.status in S.WAITING:
        line.say(TOLD, when=until(message.due_on, on))
    elif answered:
        line.say(TOLD, when=cn_short(answered.at))
    return line


def _drawn(message: Message, names: tuple[tuple[str, str], ...], *, now: int) -> Line:
    line = Line([LineStep(name, icon) for name, icon in names], now=now, label="办理过程")
    line.say(SENT, when=cn_short(message.sent_at))
    line.say(LOOK, who=message.addressee)
    return line.ringed()


def _county_line(message: Message, on: date, made: Progress) -> Line:
    """The ledger's eight steps without what is inside: no numbers of others, no titles of matters."""
    line = lines_for([message.entry], None, today=on)[message.entry.pk]
    others = MatterSource.objects.filter(matter__opinions=message.opinion).exclude(opinion=message.opinion)
    made.shared = others.exists()
    made.holder = line.holder or made.holder
    for step, name in zip(line.steps, DAILY, strict=True):
        step.name, step.back = name, ""
        step.who = ""
    line.say(SENT, when=cn_short(message.sent_at))
    if made.shared:
        line.say(2, who="另有群众反映同一问题")
    if line.now in (3, 4, 5, 6) and line.holder:
        line.say(line.now, who=line.holder)
    made.what = "研究转办" if line.now <= 3 else "办理"  # noqa: PLR2004 - up to 转给有关单位
    line.holder = line.what = line.due = line.note = ""
    line.left, line.label = None, "办理过程"
    return line


def _where(message: Message) -> str:
    event = message.events.filter(step="redirect").order_by("-id").first()
    door = (event.data or {}).get("door") if event else None
    return Elsewhere(door).where if door in Elsewhere.values else ""
