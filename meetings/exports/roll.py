"""出席列席名单 of a meeting as a paper: seat by seat, with a column for each 全体会议 where there are several."""

from __future__ import annotations

from typing import Any

from common.documents import render
from common.text import cn_date, cn_short
from meetings.choices import RollStatus
from meetings.models import Meeting, Plenary, Presence
from meetings.reports import Board, Part, board_of

AT_ONCE = 3  # columns beside a name on A4


def roll_docx(meeting: Meeting) -> bytes:
    """Everybody on the roll, once for every three 全体会议."""
    return render("roll_list.docx", roll_context(meeting))


def roll_context(meeting: Meeting) -> dict[str, Any]:
    """The fields of the list."""
    board = board_of(meeting)
    opens_on, closes_on = meeting.days
    quorums = [f"{one}：{quorum.sentence}" if board.is_several else quorum.sentence for one, quorum, _ in board.quorums]
    return {
        "title": f"{meeting.occasion.title}出席列席名单",
        "held_at": cn_date(opens_on) + (f"至{cn_short(closes_on)}" if closes_on != opens_on else ""),
        "place": meeting.occasion.place,
        "sheets": [sheet for part in board.parts for sheet in _sheets(board, part)],
        "notes": [*quorums, *board.summaries],
    }


def _sheets(board: Board, part: Part) -> list[dict[str, Any]]:
    """One for a single 全体会议, with a place to sign; else one for every three of them."""
    if not board.is_several:
        return [_sheet(part, part.sums[0], [], range(1))]
    places = range(len(board.plenaries))
    found = []
    for at in places[::AT_ONCE]:
        here = places[at : at + AT_ONCE]
        heads = [_head(board.plenaries[one]) for one in here]
        found.append(_sheet(part, f"{len(part.lines)} 人", heads, here))
    return found


def _head(plenary: Plenary) -> str:
    """In a narrow column: 第一次 / 全体会议 / 5月14日."""
    return f"{plenary}\n{cn_short(plenary.day)}".replace("次全体会议", "次\n全体会议")


def _sheet(part: Part, sums: str, heads: list[str], places: range) -> dict[str, Any]:
    items = [
        {
            "no": number,
            "name": line.attendee.name,
            "post": line.attendee.title,
            "marks": [_mark(line.cells[at]) for at in places],
        }
        for number, line in enumerate(part.lines, start=1)
    ]
    return {"seat": part.label, "sums": sums, "heads": heads, "items": items}


def _mark(cell: Presence) -> str:
    """Empty before anybody said anything: there is room to sign."""
    if cell.status == RollStatus.EXPECTED:
        return ""
    return f"{cell.word}（迟到）" if cell.is_late else cell.word
