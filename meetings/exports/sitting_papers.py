"""分组会议记录 and 参会人名单 as papers, for the committee's own file: they carry names, so taking one is logged.

Who asked for secrecy stands there by capacity alone: a paper leaves the room.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from common.documents import render
from meetings.choices import Attendance
from meetings.exports.record import topic_words
from meetings.models import Participant, RaisedOpinion, Sitting
from meetings.reports import subjects_of
from meetings.reports.printed import held_at
from opinions.models import Contributor


def group_record_docx(sitting: Sitting) -> bytes:
    """The whole record of a sitting, every speech once, in the order of speaking."""
    return render("group_record.docx", record_context(sitting))


def attendance_docx(sitting: Sitting) -> bytes:
    """Everybody on the list of a sitting, once, with a place to sign in."""
    return render("attendance_list.docx", attendance_context(sitting))


def record_context(sitting: Sitting) -> dict[str, Any]:
    """The fields of 分组会议记录."""
    people = _people(sitting)
    conveners = [paper_name(one.contributor) for one in people if one.is_convener]
    parent = sitting.occasion.parent
    rows = _rows(sitting)
    return {
        "title": f"{sitting.get_kind_display()}记录",
        "meeting": parent.title if parent else sitting.occasion.title,
        "group": sitting.label or sitting.occasion.title,
        "held_at": held_at(sitting),
        "place": sitting.occasion.place,
        "conveners": conveners,
        "host": "、".join(conveners[:1]),
        "recorders": list(dict.fromkeys(row.recorder.name for row in rows if row.recorder)),
        "topics": [one.title for one in subjects_of(sitting)],
        "present": _present(people),
        "items": [_item(number, row) for number, row in enumerate(rows, start=1)],
    }


def attendance_context(sitting: Sitting) -> dict[str, Any]:
    """The fields of 参会人名单."""
    people = _people(sitting)
    return {
        "title": f"{sitting.occasion.title}参会名单",
        "held_at": held_at(sitting),
        "place": sitting.occasion.place,
        "sums": "，".join(f"{one['label']}{one['count']}人" for one in _present(people)),
        "items": [_person(number, one) for number, one in enumerate(people, start=1)],
    }


def paper_name(person: Contributor) -> str:
    """The name on a paper of the committee's own; 要求保密 leaves none."""
    return "（要求保密）" if person.secrecy else person.inside_name


def _people(sitting: Sitting) -> list[Participant]:
    return list(sitting.participants.with_names().order_by("order", "id"))


def _present(people: list[Participant]) -> list[dict[str, Any]]:
    """Each way of being there that occurs, in its order: 出席2人 and who."""
    counts = Counter(one.attendance for one in people)
    return [
        {
            "label": str(label),
            "count": counts[value],
            "names": [paper_name(one.contributor) for one in people if one.attendance == value],
        }
        for value, label in Attendance.choices
        if counts[value]
    ]


def _rows(sitting: Sitting) -> list[RaisedOpinion]:
    rows = RaisedOpinion.objects.live().filter(sitting=sitting).with_row_data().select_related("confirmation")
    return list(rows.order_by("order"))


def _item(number: int, row: RaisedOpinion) -> dict[str, Any]:
    """One speech: the words its speaker agreed to where there are any, and the day on which."""
    person, kept = row.participant.contributor, getattr(row, "confirmation", None)
    signed = (kept.signed_on or kept.at) if kept else None
    return {
        "no": number,
        "who": paper_name(person),
        "post": str(person.get_capacity_display()) if person.secrecy else person.title or person.get_capacity_display(),
        "key": row.participant.is_key_speaker,
        "text": kept.text if kept else row.opinion.original,
        "clause": "".join(topic_words(row.opinion.topic)),
        "signed": signed or "",
    }


def _person(number: int, one: Participant) -> dict[str, Any]:
    person = one.contributor
    part = "召集人" if one.is_convener else "重点发言" if one.is_key_speaker else ""
    return {
        "no": number,
        "name": paper_name(person),
        "post": str(person.get_capacity_display()) if person.secrecy else person.title or person.get_capacity_display(),
        "attendance": "\n".join(filter(None, [one.get_attendance_display(), part])),
    }
