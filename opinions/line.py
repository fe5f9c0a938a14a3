"""A life line as it is drawn: eight steps, the one it stands at, and who has the ball."""

from __future__ import annotations

from dataclasses import dataclass, field

from opinions.turns import COLLECT, NAMES, Grantee

ICONS = (
    "chat-square-text",
    "intersect",
    "send",
    "envelope-open",
    "arrow-repeat",
    "reply",
    "clipboard-check",
    "megaphone",
)


@dataclass
class LineStep:
    """One step as `{% lifeline %}` draws it; `state` done, now, next or skip."""

    name: str
    icon: str
    state: str = "next"
    when: str = ""
    who: str = ""
    back: str = ""


@dataclass
class Line:
    """A whole life line. `holder` has the ball and does `what`; `yours`: the reader is the holder."""

    steps: list[LineStep]
    now: int = COLLECT
    late: bool = False
    sources: int = 1
    label: str = "办理全过程"
    holder: str = ""
    what: str = ""
    note: str = ""
    left: int | None = None
    total: int | None = None
    due: str = ""
    yours: bool = False
    turn: Grantee = field(default=("", None), repr=False)

    @property
    def stage(self) -> str:
        """The name of the present step, for a row of a table; 已完成 beyond the last."""
        return self.steps[self.now - 1].name if self.now <= len(self.steps) else "已完成"

    @classmethod
    def blank(cls, now: int, holder: str, what: str, turn: Grantee) -> Line:
        """All eight steps, none of them drawn yet."""
        steps = [LineStep(name, icon) for name, icon in zip(NAMES, ICONS, strict=True)]
        return cls(steps, now=now, holder=holder, what=what, turn=turn)

    def say(self, number: int, **texts: str) -> None:
        """Write `when`, `who`, `back`, `name` or `icon` of one step."""
        for name, text in texts.items():
            setattr(self.steps[number - 1], name, text)

    def skip(self, *numbers: int) -> None:
        for number in numbers:
            self.steps[number - 1].state = "skip"
            self.say(number, when="", who="不经这一步", icon="dash")

    def ringed(self) -> Line:
        """Mark each step that is passed through as done, now or next."""
        for number, step in enumerate(self.steps, start=1):
            if step.state == "next":
                step.state = "done" if number < self.now else ("now" if number == self.now else "next")
        return self
