"""One table of steps per kind of object, one door for its status.

`move` checks status and right, wins the row by compare-and-set and writes one event in the same
transaction; `open_steps` reads the same table, so a button that is shown works and a hidden one
is refused.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from django.db import transaction
from django.utils import timezone

from common.errors import NotAllowedError, RuleError, StaleError


@dataclass(frozen=True)
class Step:
    """One legal change of status.

    `label` is the verb on the button; `sources` the statuses it starts from; `target` where it
    ends (None: the status stays and only the event is written); `may(user, obj)` who may take it;
    `by_system` whether `actor=None` may; `button` whether `open_steps` offers it to people.
    """

    label: str
    sources: tuple[str, ...]
    target: str | None
    may: Callable[[Any, Any], bool]
    by_system: bool = False
    button: bool = True


Steps: TypeAlias = Mapping[str, Step]
Stepped: TypeAlias = Any  # a model with `status`, a field of choices; no protocol describes Django's fields


def open_steps(steps: Steps, obj: Stepped, user: Any) -> list[str]:
    """The steps `user` may take now, in the table's order: the buttons on the page."""
    return [name for name, step in steps.items() if step.button and obj.status in step.sources and step.may(user, obj)]


def check(steps: Steps, name: str, obj: Stepped, actor: Any) -> Step:
    """The step, if status and right allow it now; else RuleError or NotAllowedError."""
    step = steps[name]
    if obj.status not in step.sources:
        raise RuleError(f"现在的状态是“{obj.get_status_display()}”，不能{step.label}。请刷新页面看最新情况。")
    if not (step.by_system if actor is None else step.may(actor, obj)):
        raise NotAllowedError(f"您没有“{step.label}”的权限。")
    return step


@transaction.atomic
def move(
    steps: Steps,
    name: str,
    obj: Stepped,
    *,
    actor: Any,
    record: Callable[..., Any],
    at: datetime | None = None,
    note: str = "",
    data: Mapping[str, Any] | None = None,
    **changes: Any,
) -> Any:
    """Take step `name` on `obj`: check, win the row, write `changes` with it, record one event.

    Returns the event. Raises RuleError (wrong status), NotAllowedError (no right) or StaleError
    (another hand was first); then nothing is written. `record(obj, step=, source=, target=,
    actor=, at=, note=, data=)` writes the event of this kind of object.
    """
    step = check(steps, name, obj, actor)
    moment = at or timezone.now()
    source = obj.status
    target = step.target or source
    _win(obj, {**changes, "status": target})
    return record(obj, step=name, source=source, target=target, actor=actor, at=moment, note=note, data=data or {})


def _win(obj: Stepped, changes: dict[str, Any]) -> None:
    """Write `changes` to the row as it was read, here and in the database; StaleError if it has moved on."""
    guard: dict[str, Any] = {"status": obj.status}
    if hasattr(obj, "version"):
        guard["version"] = obj.version
        changes["version"] = obj.version + 1
    if not type(obj)._base_manager.filter(pk=obj.pk, **guard).update(**changes):  # noqa: SLF001
        raise StaleError("刚刚有人先处理了这一条，请刷新页面看最新情况。")
    for field, value in changes.items():
        setattr(obj, field, value)
