"""The form of a visit on paper, and the ledger of receptions as a table. Names and numbers masked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Prefetch
from django.utils import timezone

from common.crypto import mask_address, mask_phone
from common.documents import blank
from common.text import cn_date, redact
from common.xlsx import Column, write_xlsx
from deputies.models import Deputy, Mandate
from opinions.choices import Grade
from opinions.models import Contributor, Opinion, Rating
from stations.choices import Route
from stations.models import Reception, Station, Visit, VisitOpinion
from stations.reports import levels_of

TEMPLATE = "reception_form.docx"
EXPORT_MAX = 5000
# The words of the printed form; 报县人大 stands there in full.
ROUTE_WORDS: dict[str, str] = {route.value: str(route.label) for route in Route} | {
    Route.COUNTY: "报县人大常委会选工委"
}


def form_number(visit: Visit) -> str:
    """The number of a form: its day and its running number."""
    return f"{visit.reception.held_on:%Y%m%d}-{visit.pk:04d}"


def blank_form(station: Station) -> dict[str, Any]:
    """The empty form of a station: only its name and address stand on it."""
    return {**blank(TEMPLATE), "station": station.unit.name, "place": station.address}


def form_of(visit: Visit, items: Sequence[VisitOpinion]) -> dict[str, Any]:
    """What stands on the form of a visit. The visitor signs by hand, so the name is masked here too."""
    reception = visit.reception
    mandates = Prefetch("mandates", Mandate.objects.in_force(reception.held_on))
    deputies: list[Deputy] = list(reception.deputies.prefetch_related(mandates))
    opinions = [item.opinion for item in items]
    return {
        **blank(TEMPLATE),
        "station": reception.station.unit.name,
        "form_no": form_number(visit),
        "received_at": _received(reception),
        "entered_at": _moment(visit.created_at),
        "place": reception.occasion.place,
        "headcount": visit.headcount,
        "deputies": [deputy.name for deputy in deputies],
        "levels": list(dict.fromkeys(levels_of(deputy) for deputy in deputies)),
        **_voter(visit),
        "category": "、".join(dict.fromkeys(str(one.category) for one in opinions if one.category_id)),
        "content": "\n".join(one.original for one in opinions),
        "answer": "" if visit.route == Route.OTHER else visit.answer,
        "handling": ROUTE_WORDS[visit.route],
        "refuse_reason": _refusal(visit),
        **(_course(opinions[0]) if opinions else {}),
        "rating": _rating(visit),
        "recorder": visit.entered_by.name if visit.entered_by else "",
    }


def _refusal(visit: Visit) -> str:
    """Why it is not taken up, and the sentence where to go."""
    return "。".join(text.rstrip("。") for text in (visit.refusal, visit.where_to) if text)


def _voter(visit: Visit) -> dict[str, str]:
    person: Contributor = visit.contributor
    return {
        "voter_sex": str(visit.get_gender_display()),
        "voter_age": f"{visit.age}岁" if visit.age else "",
        "voter_address": mask_address(visit.address),
        "voter_name": person.masked_name,
        "voter_phone": mask_phone(person.phone) if person.phone else "",
        "secrecy": "要求保密" if person.secrecy else "",
    }


def _course(opinion: Opinion) -> dict[str, Any]:
    """What became of it at the station."""
    return {
        "unit": str(opinion.holder or ""),
        "due": opinion.due_on or "",
        "result": _result(opinion),
        "feedback": _feedback(opinion),
    }


def _received(reception: Reception) -> str:
    end = f" 到 {reception.ended_at:%H:%M}" if reception.ended_at else ""
    return f"{cn_date(reception.held_on)} {reception.started_at:%H:%M}{end}"


def _moment(moment: Any) -> str:
    local = timezone.localtime(moment)
    return f"{cn_date(local)} {local:%H:%M}"


def _result(opinion: Any) -> str:
    """How the station solved it, in the words of its settling."""
    done = opinion.events.filter(step="settle").order_by("-id").first()
    return done.note if done else ""


def _feedback(opinion: Any) -> str:
    given = opinion.feedbacks.first()
    return f"{cn_date(given.at)}，{given.get_how_display()}" if given else ""


def _rating(visit: Visit) -> str:
    """The visitor's own latest rating of the result, once given."""
    given = Rating.objects.filter(contributor_id=visit.contributor_id).exclude(rated_at=None).order_by("-rated_at")
    latest = given.first()
    return str(Grade(latest.result).label) if latest else ""


# --- the ledger -----------------------------------------------------------------------------------
def _hidden(text: str, item: VisitOpinion) -> str:
    name = item.opinion.contributor.name
    return redact(text, [name] if name else [])


LEDGER = (
    Column("联络站", lambda item: item.visit.reception.station.unit.name, 18),
    Column("接待日期", lambda item: item.visit.reception.held_on, 15),
    Column("接待时间", lambda item: item.visit.reception.started_at, 8),
    Column("录入时间", lambda item: item.visit.created_at, 16),
    Column("接待代表", lambda item: "、".join(one.name for one in item.visit.reception.deputies.all()), 14),
    Column("来访人", lambda item: item.opinion.contributor.masked_name, 9),
    Column("人数", lambda item: item.visit.headcount, 6),
    Column("反映内容（原话）", lambda item: _hidden(item.opinion.original, item), 52),
    Column("摘要", lambda item: _hidden(item.opinion.summary, item), 26),
    Column("处理方式", lambda item: ROUTE_WORDS[item.visit.route], 14),
    Column("答复或理由", lambda item: _hidden(item.visit.refusal or item.visit.answer, item), 26),
    Column("状态", lambda item: item.opinion.get_status_display(), 10),
    Column("站内由谁办", lambda item: item.opinion.holder, 14),
    Column("办理期限", lambda item: item.opinion.due_on, 15),
    Column("代录", lambda item: item.opinion.is_proxy, 6),
)


def ledger(items: Any, receptions: Any) -> tuple[bytes, int]:
    """The opinions of `receptions` among `items` as a workbook, and how many; the latest 5,000 at most."""
    rows = items.filter(visit__reception__in=receptions.values("pk")).with_list_data()
    rows = rows.prefetch_related("visit__reception__deputies").order_by("-visit__reception__held_on", "-id")
    found = list(rows[:EXPORT_MAX])
    return write_xlsx(LEDGER, found, title="接待来访台账", sheet="台账"), len(found)
