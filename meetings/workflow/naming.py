"""How a speaker is called in print, and whom print must not name. The ledger's rule, in a 简报's words."""

from __future__ import annotations

from collections.abc import Iterable

from common.text import hide_names, redact
from meetings.models import Participant
from opinions.choices import Capacity, Intent
from opinions.models import Contributor

HIDDEN, NOBODY = "已隐去", "匿名"
OFFICES = ("常委会副主任", "常委会主任", "秘书长")


def may_name(person: Contributor) -> bool:
    """Whether print may name them: deputies and members who did not ask for secrecy; residents never."""
    return person.capacity in Capacity.NAMED and bool(person.name) and not person.secrecy


def printed_name(person: Contributor) -> str:
    """周培林委员, 程秀兰代表; everybody else by capacity alone: 网格员, 群众."""
    if not may_name(person):
        return str(person.get_capacity_display())
    return f"{person.name}{_address(person)}"


def _address(person: Contributor) -> str:
    if person.capacity != Capacity.MEMBER:
        return "代表"
    office = next((one for one in OFFICES if one in person.title), "")
    return office.removeprefix("常委会") or "委员"


def lead_of(intent: str, words: str) -> str:
    """说，建议：反映：认为，: by what was meant; words that say so themselves are only introduced."""
    if words.startswith(("建议", "希望", "认为", "反映")):
        return "said"
    leads = {Intent.AMEND: "suggested", Intent.SUGGEST: "suggested", Intent.PROBLEM: "reported"}
    return leads.get(Intent(intent), "said")


def hidden_names(sittings: Iterable[int]) -> list[str]:
    """The names of everybody at these sittings whom print must not name.

    A name that somebody nameable bears too stays, unless secrecy was asked for it: a wish outweighs a namesake.
    """
    people = Participant.objects.filter(sitting_id__in=list(sittings)).select_related("contributor")
    nameable: set[str] = set()
    hidden: set[str] = set()
    for one in people:
        (nameable if may_name(one.contributor) else hidden).add(one.contributor.name.strip())
    wished = {one.contributor.name.strip() for one in people if one.contributor.secrecy}
    return sorted(((hidden - nameable) | wished) - {"", NOBODY})


def hide(text: str, names: Iterable[str]) -> str:
    """`text` without those names, telephones, papers and plates."""
    return redact(text, names)


def tells(text: str, names: Iterable[str]) -> bool:
    """Whether `text` still names somebody of `names`, or carries a telephone, a paper's or a car's number."""
    return hide_names(text, names) != text or redact(text).count(HIDDEN) > text.count(HIDDEN)
