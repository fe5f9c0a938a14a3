"""What a recorder's queue holds, entry by entry: the same verbs whether it comes alone, with others, or in a file.

An entry is `{client_id, kind, target?, body}`; kinds are those of `KINDS`. Each is safe to apply again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.http import Http404

from accounts.models import User
from common.errors import RuleError, StaleError
from meetings import workflow
from meetings.choices import SittingStatus
from meetings.forms import EditForm, EntryForm, LatecomerForm, QueuedSpeechForm
from meetings.models import Participant, RaisedOpinion, Sitting
from meetings.reports import person_data, row_data

Body = Mapping[str, Any]


class StaleRowError(StaleError):
    """Somebody else was first; `row` is how it stands now."""

    def __init__(self, message: str, row: dict[str, Any]) -> None:
        super().__init__(message)
        self.row = row


def checked(form: Any) -> Any:
    """The form, valid; its first complaint as a refusal."""
    if not form.is_valid():
        field, errors = next(iter(form.errors.items()))
        raise RuleError(str(errors[0]), field=field)
    return form


# --- one entry of each kind -------------------------------------------------------------------------
def save_row(pk: int, body: Body, *, actor: User, key: UUID | None = None) -> dict[str, Any]:  # noqa: ARG001
    """Write one spoken opinion; the same `client_id` again answers with the row already there."""
    entry = checked(EntryForm(body)).entry()
    row = workflow.capture(pk, entry, actor=actor)
    saved = {"id": str(entry.client_id), "order": row.order, "revision": row.revision, "version": row.opinion.version}
    return {"row": saved | ({"deleted": True} if row.deleted_at else {})}


def edit_row(pk: int, body: Body, *, actor: User, key: UUID) -> dict[str, Any]:
    """Change a row; when somebody else was first, StaleRowError with the row as it stands now."""
    row = row_of(pk, key, actor)
    form = checked(EditForm(body))
    change = form.change(_speaker_of(row, form.cleaned_data["speaker"]))
    try:
        workflow.edit_row(row, change, actor=actor, version=form.cleaned_data["version"])
    except StaleError as error:
        raise StaleRowError(str(error), row_data(row_of(pk, key, actor))) from error
    return {"row": row_data(row_of(pk, key, actor))}


def delete_row(pk: int, body: Body, *, actor: User, key: UUID) -> dict[str, Any]:  # noqa: ARG001 - nothing to say
    """Take a row out of the record; again is the same."""
    return {"row": row_data(workflow.delete_row(row_of(pk, key, actor), actor=actor))}


def add_person(pk: int, body: Body, *, actor: User, key: UUID | None = None) -> dict[str, Any]:  # noqa: ARG001
    """Add a latecomer; the same `client_id` again is the same person."""
    sitting = sitting_of(pk, actor)
    form = checked(LatecomerForm(body))
    person = workflow.add_participant(sitting, actor=actor, **form.cleaned_data)
    return {"person": person_data(person)}


def begin(pk: int, body: Body, *, actor: User, key: UUID | None = None) -> dict[str, Any]:  # noqa: ARG001
    """Recording began where there was no network; begun already, nothing changes."""
    sitting = sitting_of(pk, actor)
    if sitting.status == SittingStatus.READY:
        workflow.start(sitting, actor=actor)
    return {"status": sitting.status}


def file_speech(pk: int, body: Body, *, actor: User, key: UUID | None = None) -> dict[str, Any]:  # noqa: ARG001
    """What a leader said: filed apart, no row; again is the same."""
    sitting = sitting_of(pk, actor)
    speech = workflow.file_speech(sitting, actor=actor, **checked(QueuedSpeechForm(body)).cleaned_data)
    return {"speech": {"id": str(speech.client_id)}}


KINDS: dict[str, Callable[..., dict[str, Any]]] = {
    "row": save_row,
    "edit": edit_row,
    "delete": delete_row,
    "person": add_person,
    "start": begin,
    "speech": file_speech,
}


def apply_entry(pk: int, entry: Any, *, actor: User) -> dict[str, Any]:
    """Do what one entry says and return what its recorder needs to know. Refuses as its verb does."""
    if not isinstance(entry, dict) or entry.get("kind") not in KINDS or not isinstance(entry.get("body"), dict):
        raise RuleError("这一条不完整，没有存上。")
    kind, key = entry["kind"], None
    if kind in {"edit", "delete"}:
        try:
            key = UUID(str(entry.get("target")))
        except ValueError as error:
            raise RuleError("这一条没有写明改的是哪一条，没有存上。") from error
    return KINDS[kind](pk, entry["body"], actor=actor, key=key)


# --- what an entry points to ------------------------------------------------------------------------
def sitting_of(pk: int, user: User) -> Sitting:
    return Sitting.objects.visible_to(user).with_place().get(pk=pk)


def row_of(pk: int, key: UUID, user: User) -> RaisedOpinion:
    """The row of this sitting under the key its recorder gave it; Http404 for what the user cannot see."""
    rows = RaisedOpinion.objects.filter(sitting__in=Sitting.objects.visible_to(user)).select_related(
        "sitting__occasion__unit__region", "sitting__occasion__parent", "participant__contributor", "opinion"
    )
    found = rows.filter(sitting=pk, opinion__client_id=key).first()
    if found is None:
        raise Http404
    return found


def _speaker_of(row: RaisedOpinion, named: dict[str, Any]) -> Participant | None:
    if not named:
        return None
    people = row.sitting.participants.with_names()
    found: Participant | None = (
        people.filter(pk=named["participant_id"]).first()
        if "participant_id" in named
        else people.filter(client_id=named["participant_key"]).first()
    )
    if found is None:
        raise RuleError("这个发言人不在本场名单里，请重新选发言人。", field="speaker")
    return found
