"""Which deputies a topic concerns: by their field, by what they said before, by what they did; with the reason."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Q

from accounts.models import User
from deputies.choices import DutyKind
from deputies.models import Deputy, DutyRecord
from meetings.models import Meeting
from opinions.models import Category, Opinion

SHOWN, WORDS_MAX = 30, 12
FIELD, SAID, DONE, MOST = 6, 2, 1, 5  # a field counts for three earlier opinions; of these at most five count
LOOKED_AT = (DutyKind.RESEARCH, DutyKind.INSPECTION, DutyKind.SURVEY, DutyKind.LAW_CHECK)
# What every title has, so that it tells nothing about the topic.
EMPTY = re.compile(
    r"审议|听取|关于|人民代表大会|常务委员会|人大常委会|人民政府|条例|草案|决定|决议|规定|办法|报告|工作|情况|管理|服务|"
    r"助力|推进|加强|实施|[全本我][省市县]|\w{2,3}[省市县]|\d+年?|[的和与及等]|[^\w]"
)

ENDINGS = "化性者员"


@dataclass
class Match:
    """A deputy with what speaks for asking them; `because` is what they and the clerk read."""

    deputy: Deputy
    fields: list[str] = field(default_factory=list)
    said: int = 0
    done: int = 0

    @property
    def weight(self) -> int:
        """By which the list is ordered; the order proposes, people choose."""
        return FIELD * bool(self.fields) + SAID * min(self.said, MOST) + DONE * min(self.done, MOST)

    @property
    def because(self) -> str:
        """One sentence without the full stop."""
        parts = []
        if self.fields:
            parts.append(f"{self.deputy.profession or self.deputy.post}，和议题里的“{'、'.join(self.fields)}”有关")
        if self.said:
            parts.append(f"提过 {self.said} 条有关的意见")
        if self.done:
            parts.append(f"参加过 {self.done} 次有关的调研、视察或执法检查")
        return "；".join(parts)


def words_of(titles: Iterable[str]) -> list[str]:
    """The words by which a topic is looked for: what is left of its titles, in words of two characters."""
    runs = [run for title in titles for run in EMPTY.sub(" ", title).split()]
    return list(dict.fromkeys(word for run in runs for word in _words_in(run)))[:WORDS_MAX]


def _words_in(run: str) -> list[str]:
    """基层网格化 is 基层 and 网格. Where a run does not divide, every pair of it: a clerk strikes out what is none."""
    if len(run) % 2 and run[-1] in ENDINGS:
        run = run[:-1]
    if len(run) in (2, 3):
        return [run]
    return [run[at : at + 2] for at in range(0, len(run) - 1, 2 if len(run) % 2 == 0 else 1)]


def matches_of(
    meeting: Meeting, user: User, words: Sequence[str], category: Category | None = None, *, until: date | None = None
) -> list[Match]:
    """Deputies in office whom the user may see and who are not on the roll, those whom the words concern most first.

    Earlier opinions: said before `until` (the day of the meeting) with one of the words, or merged into a
    matter of the category, never in secrecy. Three questions, whatever the number of deputies.
    """
    day = until or meeting.occasion.held_on
    called = meeting.attendees.exclude(deputy=None).values("deputy")
    people = Deputy.objects.visible_to(user).serving().exclude(pk__in=called)
    said, done = _said(user, words, category, day), _done(words, day)
    by_field = Q(pk__in=[*said, *done])
    for word in words:
        by_field |= Q(profession__contains=word) | Q(post__contains=word)
    found = []
    for one in people.filter(by_field).select_related("home_region", "user").order_by("id"):
        fields = [word for word in words if word in one.profession or word in one.post]
        found.append(Match(one, fields, said.get(one.pk, 0), done.get(one.pk, 0)))
    found.sort(key=lambda match: -match.weight)
    return found[:SHOWN]


def _said(user: User, words: Sequence[str], category: Category | None, until: date) -> dict[int, int]:
    about = Q(category=category) | Q(matters__category=category) if category else Q(pk__in=())
    for word in words:
        about |= Q(search_terms__matches=word)
    by_deputy = {"contributor__deputy__isnull": False, "contributor__secrecy": False, "heard_on__lt": until}
    rows = Opinion.objects.visible_to(user).filter(about, **by_deputy)
    counted = rows.order_by().values_list("contributor__deputy").annotate(Count("pk", distinct=True))
    return {pk: number for pk, number in counted if pk}


def _done(words: Sequence[str], until: date) -> dict[int, int]:
    about = Q(pk__in=())
    for word in words:
        about |= Q(title__contains=word)
    rows = DutyRecord.objects.filter(about, kind__in=LOOKED_AT, status="counted", on__lt=until)
    return dict(rows.order_by().values_list("deputy").annotate(Count("pk")))
