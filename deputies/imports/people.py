"""Who is who: the lines of a roster become people, and people become the deputies we know.

Nothing is guessed. The platform's own number, the telephone, or the month of birth with the place say
that two are one; the same post or the same seat in the same place do, when nobody else there has the
name. Who is called the same without such a proof is asked about.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import Prefetch, Q

from accounts.choices import Role
from accounts.models import Region, User
from common.crypto import mask_phone
from common.xlsx import RowError
from deputies.imports import columns as c
from deputies.imports.lines import Line, Seat
from deputies.models import Deputy, GroupMember, Mandate

NO, UNKNOWN, LIKELY, SURE = range(4)
NEW = "new"


@dataclass
class Person:
    """The lines that tell of one person, and the deputy they are (None: somebody new)."""

    lines: list[Line]
    facts: dict[str, Any] = field(default_factory=dict)
    seats: dict[tuple[str, int, int], tuple[int, Seat]] = field(default_factory=dict)
    deputy: Deputy | None = None

    @property
    def first(self) -> Line:
        return self.lines[0]

    @property
    def rows(self) -> list[int]:
        return [line.number for line in self.lines]


@dataclass(frozen=True)
class Question:
    """Who is the person of this line? `options` are (value, words); the answer is one of the values."""

    row: int
    name: str
    words: str
    options: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Traits:
    """What tells two people of one name apart, of a line or of a deputy."""

    home: int
    phone: str
    birth: str
    gender: str
    post: str
    seats: frozenset[tuple[str, int, int]]


def compare(one: Traits, other: Traits) -> int:
    """Whether two people of the same name are one: NO, UNKNOWN, LIKELY or SURE."""
    same_home = one.home == other.home
    if _differ(one.birth, other.birth) or _differ(one.gender, other.gender):
        return NO
    if one.phone and other.phone:
        if _same_phone(one.phone, other.phone):
            return SURE
        return SURE if one.birth and same_home and one.birth == other.birth else UNKNOWN if same_home else NO
    if one.birth and other.birth and same_home:
        return SURE
    alike = (one.post and one.post == other.post) or one.seats & other.seats
    return LIKELY if same_home and alike else UNKNOWN


def _differ(one: str, other: str) -> bool:
    return bool(one and other and one != other)


def _same_phone(one: str, other: str) -> bool:
    """A masked number is the same as every number it may hide."""
    return one == other or ("*" in one + other and masked(one) == masked(other))


def masked(phone: str) -> str:
    """A number as lists show it; one that is masked already stays as it is."""
    return phone if "*" in phone else mask_phone(phone)


def traits_of_line(line: Line) -> Traits:
    phone, birth, gender, post = (str(line.facts.get(name, "")) for name in (c.PHONE, c.BIRTH, c.GENDER, c.POST))
    seats = frozenset(seat.key for seat in line.seats)
    return Traits(line.home.pk if line.home else 0, phone, birth, gender, post, seats)


def traits_of(deputy: Deputy) -> Traits:
    seats = frozenset((one.level, one.term, one.region_id) for one in deputy.mandates.all())
    return Traits(deputy.home_region_id, deputy.phone, deputy.birth, deputy.gender, deputy.post, seats)


def kept_deputies(user: User) -> Any:
    """The deputies of the user's own region with all that a roster says of them, in three queries."""
    rows = Deputy.objects.filter(user.scopes.in_region("home_region__path", Role.STAFF)).select_related("home_region")
    groups = Prefetch("memberships", GroupMember.objects.current().select_related("group__region"))
    return rows.prefetch_related(Prefetch("mandates", Mandate.objects.select_related("region")), groups)


def known_to(user: User, lines: Iterable[Line]) -> list[Deputy]:
    """Those of them who bear one of the names or numbers of the lines."""
    names = {line.name for line in lines}
    keys = {line.key for line in lines if line.key}
    return list(kept_deputies(user).filter(Q(name__in=names) | Q(pk__in=keys)))


class Register:
    """Puts every line to a person, and every person to a deputy; asks where neither is certain."""

    def __init__(self, deputies: Iterable[Deputy], answers: Mapping[str, str]) -> None:
        self.answers = answers
        self.people: list[Person] = []
        self.questions: list[Question] = []
        self.errors: list[RowError] = []
        self.by_pk = {one.pk: one for one in deputies}
        self.traits = {pk: traits_of(one) for pk, one in self.by_pk.items()}
        self.deputies: dict[str, list[Deputy]] = {}
        for one in self.by_pk.values():
            self.deputies.setdefault(one.name, []).append(one)
        self.named: dict[str, list[Person]] = {}
        self.taken: dict[int, Person] = {}

    def enter(self, line: Line) -> None:
        """Put one line where it belongs, or ask."""
        if line.key and line.key not in self.by_pk:
            told = f"您的名册里没有编号 {line.key}。新增的代表，这一格请空着。"
            self.errors.append(RowError(line.number, c.HEADINGS[c.KEY], told))
        elif line.key and self.by_pk[line.key].name == line.name:
            self._is(line, self.by_pk[line.key])
        else:
            self._decide(line)

    def _decide(self, line: Line) -> None:
        mine = traits_of_line(line)
        people = {id(one): (self._alike(line, one), one) for one in self.named.get(line.name, ())}
        deputies = [(compare(mine, self.traits[one.pk]), one) for one in self._candidates(line)]
        if line.key is None:
            if person := _certain(people.values()):
                self._join(person, line)
                return
            near = [pair for pair in deputies if pair[0] > UNKNOWN or pair[1].home_region_id == mine.home]
            deputy = _certain(near)
            if deputy and deputy.pk not in self.taken:
                self._is(line, deputy)
                return
        open_people = [person for grade, person in people.values() if grade > NO]
        self._ask(line, open_people, [one for grade, one in deputies if grade > NO or one.pk == line.key])

    def _alike(self, line: Line, person: Person) -> int:
        """As `compare`, of two lines of one table: the same seat twice is two people as often as one."""
        mine = traits_of_line(line)
        grades = [compare(replace(mine, seats=frozenset()), traits_of_line(one)) for one in person.lines]
        if NO in grades:
            return NO
        grade = max(grades)
        return UNKNOWN if grade == LIKELY and mine.seats & set(person.seats) else grade

    def _candidates(self, line: Line) -> list[Deputy]:
        keyed = [self.by_pk[line.key]] if line.key else []
        return [*keyed, *self.deputies.get(line.name, ())]

    def _ask(self, line: Line, people: list[Person], deputies: list[Deputy]) -> None:
        options = {f"r{person.first.number}": f"和第 {person.first.number} 行是同一个人" for person in people}
        options |= {f"d{one.pk}": f"就是名册里的{_described(one)}" for one in deputies}
        if not options:
            self._start(line, None)
            return
        options[NEW] = "另一个人，新增" + ("" if not line.key else "（表里的编号不算）")
        answer = self.answers.get(str(line.number), "")
        if answer not in options:
            words = _said(line)
            self.questions.append(Question(line.number, line.name, words, tuple(options.items())))
            self._start(line, None)
        elif answer == NEW:
            self._start(line, None)
        elif answer.startswith("d"):
            self._is(line, self.by_pk[int(answer[1:])])
        else:
            self._join(next(one for one in people if f"r{one.first.number}" == answer), line)

    def _is(self, line: Line, deputy: Deputy) -> None:
        if deputy.pk in self.taken:
            self._join(self.taken[deputy.pk], line)
        else:
            self.taken[deputy.pk] = self._start(line, deputy)

    def _start(self, line: Line, deputy: Deputy | None) -> Person:
        person = Person([], deputy=deputy)
        self.people.append(person)
        self.named.setdefault(line.name, []).append(person)
        self._join(person, line)
        return person

    def _join(self, person: Person, line: Line) -> None:
        """One more line of a person; it must not say otherwise than those before."""
        person.lines.append(line)
        told = {c.NAME: line.name, c.HOME: line.home, c.GROUP: line.group, c.ROLE: line.role, c.JOINED: line.joined_on}
        for name, value in {**line.facts, **told}.items():
            if value is not None and person.facts.setdefault(name, value) != value:
                self._contradict(person, line, name)
        for seat in line.seats:
            number, known = person.seats.setdefault(seat.key, (line.number, seat))
            if known.facts != seat.facts:
                message = f"和第 {number} 行是同一届任职，写的不一样。请留一行，或者改成一样的。"
                self.errors.append(RowError(line.number, c.HEADINGS[c.LEVEL], message))

    def _contradict(self, person: Person, line: Line, name: str) -> None:
        message = f"和第 {person.first.number} 行是同一个人，写的不一样。请改成一样的，或者只写一处。"
        self.errors.append(RowError(line.number, c.HEADINGS[name], message))


def _certain(graded: Iterable[tuple[int, Any]]) -> Any:
    """The one who is meant: surely, or likely and without a rival."""
    rows = [(grade, one) for grade, one in graded if grade > NO]
    sure = [one for grade, one in rows if grade == SURE]
    likely = [one for grade, one in rows if grade == LIKELY]
    found = sure or (likely if len(rows) == len(likely) else [])
    return found[0] if len(found) == 1 else None


def _described(deputy: Deputy) -> str:
    parts = [deputy.name, str(deputy.home_region), deputy.post, deputy.birth, mask_phone(deputy.phone)]
    return "，".join(part for part in parts if part)


def _said(line: Line) -> str:
    home: Region | str = line.home or ""
    facts = line.facts
    parts = [str(home), facts.get(c.POST, ""), facts.get(c.BIRTH, ""), masked(facts.get(c.PHONE, ""))]
    return "，".join(part for part in parts if part)
