"""What a 更正 says, and whether it may still be printed as it was taken in."""

from __future__ import annotations

from collections.abc import Sequence

from common.errors import RuleError
from meetings.choices import BriefingStatus
from meetings.models import Briefing, BriefingItem, Erratum
from meetings.workflow import naming


def words_since(items: Sequence[BriefingItem]) -> dict[int, str]:
    """By item, what its speaker agreed to after it was printed, as print may say it; where it is the same, as printed.

    The names that print must not say are asked once a sitting.
    """
    hidden: dict[int, list[str]] = {}
    found = {}
    for item in items:
        kept, sitting = getattr(item.raised, "confirmation", None), item.raised.sitting_id
        if kept is None or kept.text == item.source_text:
            found[item.pk] = str(item.text)
            continue
        if sitting not in hidden:
            hidden[sitting] = naming.hidden_names([sitting])
        found[item.pk] = naming.hide(kept.text, hidden[sitting])
    return found


def errata_of(briefing: Briefing) -> list[Erratum]:
    """The corrections that an issue prints, by the issues and the places they put right."""
    return list(briefing.errata.with_print_data())


def check_errata(errata: list[Erratum]) -> None:
    """Refuses one whose issue was annulled, whose words changed since, and one that would name a resident."""
    names = naming.hidden_names({one.item.raised.sitting_id for one in errata})
    now = words_since([one.item for one in errata])
    for one in errata:
        where = f"{one.item.briefing.issue_name}第 {one.item.order} 条的更正"
        if one.item.briefing.status != BriefingStatus.ISSUED:
            raise RuleError(f"{where}：那一期已经作废，不用更正。请移出这一期。")
        if getattr(one.item.raised, "confirmation", None) is None or now[one.item_id] != one.new_text:
            raise RuleError(f"{where}：本人核对的文字后来变了。请移出这一期，再选一次。")
        if naming.tells(one.new_text, names) or naming.tells(one.old_text, names):
            raise RuleError(f"{where}里有群众或者要求保密的人的姓名。请移出这一期。")
