"""What a 简报 prints, as plain values: by group, each speech with who said it and how it leads in."""

from __future__ import annotations

from dataclasses import dataclass, field

from common.text import cn_date
from meetings.choices import Lead, SittingKind
from meetings.models import Briefing, BriefingItem, Erratum, Participant, Sitting
from meetings.workflow import briefing as verbs
from meetings.workflow.erratum import errata_of
from meetings.workflow.naming import printed_name


@dataclass(frozen=True)
class Speech:
    """One speech in print."""

    item: BriefingItem
    who: str
    lead: str
    paragraphs: list[str]
    is_key: bool
    reviewed: bool
    outdated: bool


@dataclass
class Group:
    """The speeches of one sitting, under its name."""

    sitting: Sitting
    name: str
    meta: str
    speeches: list[Speech] = field(default_factory=list)


def groups_of(briefing: Briefing) -> list[Group]:
    """The issue as it prints now: two queries, however long it is."""
    items = list(verbs.items_of(briefing))
    groups: dict[int, Group] = {}
    conveners = _conveners({item.raised.sitting_id for item in items})
    for item in items:
        sitting = item.raised.sitting
        if sitting.pk not in groups:
            groups[sitting.pk] = Group(sitting, heading_of(sitting), meta_of(sitting, conveners.get(sitting.pk, [])))
        groups[sitting.pk].speeches.append(_speech(item))
    return list(groups.values())


def _speech(item: BriefingItem) -> Speech:
    person = item.raised.participant
    return Speech(
        item=item,
        who=printed_name(person.contributor),
        lead=str(Lead(item.lead).label),
        paragraphs=[line.strip(" \t　") for line in item.text.split("\n") if line.strip(" \t　")] or [""],
        is_key=person.is_key_speaker,
        reviewed=verbs.is_reviewed(item),
        outdated=verbs.is_outdated(item),
    )


def heading_of(sitting: Sitting) -> str:
    """第一组; a forum or a consultation by its own name."""
    return sitting.label if sitting.kind == SittingKind.GROUP and sitting.label else sitting.occasion.title


def meta_of(sitting: Sitting, conveners: list[str]) -> str:
    """When, where and who called the group together."""
    parts = [f"时间：{held_at(sitting)}"]
    if sitting.occasion.place:
        parts.append(f"地点：{sitting.occasion.place}")
    if conveners:
        parts.append(f"召集人：{'、'.join(conveners)}")
    return "　".join(parts)


def held_at(sitting: Sitting) -> str:
    """2024年4月24日14时30分."""
    at = sitting.starts_at
    return cn_date(sitting.occasion.held_on) + (f"{at.hour}时{f'{at.minute}分' if at.minute else ''}" if at else "")


def _conveners(sittings: set[int]) -> dict[int, list[str]]:
    rows = Participant.objects.filter(sitting__in=sittings, is_convener=True).select_related("contributor")
    found: dict[int, list[str]] = {}
    for row in rows.order_by("order", "id"):
        found.setdefault(row.sitting_id, []).append(printed_name(row.contributor))
    return found


@dataclass(frozen=True)
class Amended:
    """One 更正 in print."""

    erratum: Erratum
    lead: str
    paragraphs: list[str]


def amended_of(briefing: Briefing) -> list[Amended]:
    """The corrections of an issue as they print: where it stood, and both wordings where they differ."""
    return [_amended(one) for one in errata_of(briefing)]


def _amended(one: Erratum) -> Amended:
    item = one.item
    who = printed_name(item.raised.participant.contributor)
    where = f"{item.briefing.year}年{item.briefing.issue_name}第{item.order}条（{who}）"
    if not one.is_changed:
        return Amended(one, f"{where}印发时未经本人审阅，现已经本人核对，文字不变。", [])
    both = f"原文：“{one.old_text}”\n更正为：“{one.new_text}”"
    return Amended(one, f"{where}更正如下。", [line.strip(" \t　") for line in both.split("\n") if line.strip(" \t　")])


def heading_of_errata(amended: list[Amended]) -> str:
    """更正, or 补正 where nothing is worded otherwise."""
    return "更正" if any(one.erratum.is_changed for one in amended) else "补正"
