"""A record kept in Excel: read, resolved against the sitting, tried, and written all or nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4, uuid5

from django.core import signing
from django.db import transaction

from accounts.models import User
from common.errors import RuleError
from common.text import clean_pasted, fold, number_of
from common.xlsx import Row, RowError, read_xlsx
from meetings import workflow
from meetings.choices import SittingStatus
from meetings.imports.draft import ARTICLE
from meetings.models import Participant, RaisedOpinion, Sitting
from meetings.reports import Subject, subjects_of
from opinions.choices import Capacity, Intent
from opinions.workflow.opinion import check_text

MAX_ROWS = 1000
EXAMPLE = "（例）"  # rows of our own template that somebody forgot to delete
SPEAKER, CAPACITY, TOPIC, ARTICLE_COLUMN, INTENT, TEXT = "发言人", "身份", "议题", "条款", "意见类型", "意见内容"
SECRECY = "是否保密"
# Our heading first, then what places call the same column.
HEADINGS: dict[str, tuple[str, ...]] = {
    SPEAKER: ("发言人", "发言人员", "发言人姓名", "姓名", "提出人"),
    CAPACITY: ("身份", "人员身份", "发言人身份", "代表类别"),
    SECRECY: ("是否保密", "要求保密", "是否要求保密", "保密"),
    TOPIC: ("议题", "会议议题", "审议议题"),
    ARTICLE_COLUMN: ("条款", "条文", "条号", "涉及条款"),
    INTENT: ("意见类型", "意见类别", "类型"),
    TEXT: ("意见内容", "意见建议内容", "意见建议", "意见和建议", "意见", "发言内容", "内容"),
}
CAPACITIES: dict[str, str] = {
    **{str(label): value for value, label in Capacity.choices},
    "常委会委员": Capacity.MEMBER,
    "委员": Capacity.MEMBER,
    "县人大代表": Capacity.COUNTY_DEPUTY,
    "区人大代表": Capacity.COUNTY_DEPUTY,
    "镇人大代表": Capacity.TOWN_DEPUTY,
    "乡人大代表": Capacity.TOWN_DEPUTY,
    "乡镇人大主席": Capacity.TOWN_NPC,
    "列席": Capacity.NONVOTING,
    "村民": Capacity.RESIDENT,
    "居民": Capacity.RESIDENT,
    "社区网格员": Capacity.GRID,
}
INTENTS: dict[str, str] = {
    **{str(label): value for value, label in Intent.choices},
    "修改条文": Intent.AMEND,
    "修改意见": Intent.AMEND,
    "建议": Intent.SUGGEST,
    "反映": Intent.PROBLEM,
    "问题": Intent.PROBLEM,
    "肯定": Intent.AFFIRM,
}
SECRET = {"是", "保密", "要求保密", "要", "√", "1"}
NOT_SECRET = {"", "否", "不", "不保密", "不要求", "可以公开", "公开", "无", "0"}
NO_TOPIC = {"", "其他", "其他意见", "不针对议题"}


@dataclass(frozen=True)
class Said:
    """One row ready to be recorded: the participant, or the name and capacity of a new one."""

    number: int
    name: str
    participant: Participant | None
    capacity: str
    topic_id: int | None
    place: str
    intent: str
    text: str
    secrecy: bool = False


@dataclass
class DryRun:
    """What a table would do: rows ready, what is wrong in which row, which rows are recorded already."""

    raw: list[Row]
    rows: list[Said] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)
    known: list[Said] = field(default_factory=list)

    @property
    def newcomers(self) -> list[str]:
        """The names that would be added to the list of participants."""
        return list(dict.fromkeys(said.name for said in self.rows if said.participant is None))


def read_table(upload: Any) -> list[Row]:
    """The rows of an uploaded table under our headings; refuses with ValidationError what cannot be read."""
    variants = {name: heading for heading, names in HEADINGS.items() for name in names}
    rows = read_xlsx(upload, (), optional=tuple(variants), max_rows=MAX_ROWS)
    filled = [Row(row.number, _canonical(row.values)) for row in rows]
    return [row for row in filled if not _plain(row.values[SPEAKER]).startswith(_plain(EXAMPLE))]


def _canonical(values: dict[str, str]) -> dict[str, str]:
    """The first filled cell among the names of each column."""
    return {
        heading: next((values[name] for name in names if values.get(name)), "") for heading, names in HEADINGS.items()
    }


def try_rows(sitting: Sitting, raw: list[Row]) -> DryRun:
    """Resolve every row against the sitting's people and topics; nothing is written."""
    desk = _Desk(sitting)
    result = DryRun(raw)
    for row in raw:
        said, errors = desk.resolve(row)
        result.errors += errors
        if said is not None:
            result.rows.append(said)
    result.known = [said for said in result.rows if desk.is_known(said)]
    return result


class _Desk:
    """The people, topics and rows of a sitting, read once for a whole table."""

    def __init__(self, sitting: Sitting) -> None:
        self.people: dict[str, list[Participant]] = {}
        for person in sitting.participants.with_names():
            self.people.setdefault(_plain(person.contributor.inside_name), []).append(person)
        self.subjects = subjects_of(sitting)
        live = RaisedOpinion.objects.live().filter(sitting=sitting)
        self.known = set(live.values_list("participant__contributor__name", "opinion__original"))

    def is_known(self, said: Said) -> bool:
        return (said.name, said.text) in self.known

    def resolve(self, row: Row) -> tuple[Said | None, list[RowError]]:
        errors: list[RowError] = []

        def tell(heading: str, verb: Any, *args: Any) -> Any:
            try:
                return verb(*args)
            except RuleError as error:
                errors.append(RowError(row.number, heading, str(error)))
                return None

        values = row.values
        text = clean_pasted(values[TEXT])
        tell(TEXT, check_text, text)
        capacity = tell(CAPACITY, capacity_of, values[CAPACITY])
        person = tell(SPEAKER, self._person, values[SPEAKER], capacity)
        subject = tell(TOPIC, self._subject, values[TOPIC])
        topic = tell(ARTICLE_COLUMN, self._article, values[ARTICLE_COLUMN], subject)
        intent = tell(INTENT, intent_of, values[INTENT])
        secrecy = tell(SECRECY, secrecy_of, values.get(SECRECY, ""))
        if errors:
            return None, errors
        name = person.contributor.inside_name if person else values[SPEAKER].strip()
        topic_id, place = topic
        return Said(row.number, name, person, capacity or "", topic_id, place, intent, text, secrecy), []

    def _person(self, name: str, capacity: str | None) -> Participant | None:
        if not name.strip():
            raise RuleError("没有写发言人。")
        found = self.people.get(_plain(name), [])
        if len(found) > 1 and capacity:
            found = [one for one in found if one.contributor.capacity == capacity]
        if len(found) > 1:
            raise RuleError(f"名单里有两位“{name.strip()}”，请在“身份”列写明是哪一位。")
        if not found and not capacity:
            raise RuleError(f"名单里没有“{name.strip()}”。请先加入名单，或在“身份”列写明身份。")
        return found[0] if found else None

    def _subject(self, words: str) -> Subject | None:
        if _plain(words) in NO_TOPIC:
            return None
        for subject in self.subjects:
            if _plain(words) in {_plain(subject.short_title), _plain(subject.title)}:
                return subject
        names = "、".join(f"“{one.short_title}”" for one in self.subjects) or "（还没有议题）"
        raise RuleError(f"没有“{words.strip()}”这个议题。本次会议的议题是：{names}。")

    def _article(self, words: str, subject: Subject | None) -> tuple[int | None, str]:
        """The topic an opinion points to, and how the page calls it."""
        plain = _plain(words)
        if not plain:
            return (subject.pk, subject.short_title) if subject else (None, "其他意见")
        number = _article_number(plain)
        places = [subject] if subject else self.subjects
        found = [(one, article) for one in places for article in one.articles if article.number == number]
        if number is None or not found:
            raise RuleError(f"没有“{words.strip()}”这一条，请写成“第九条”这样。")
        if len(found) > 1:
            raise RuleError(f"几个草案都有“{words.strip()}”，请在“议题”列写明是哪一个。")
        one, article = found[0]
        return article.topic_id, f"{one.short_title}{article.topic.short_title}"


def _plain(words: str) -> str:
    return "".join(fold(words).split())


def _article_number(words: str) -> int | None:
    if words.isdecimal():
        return int(words)
    match = ARTICLE.match(words)
    return number_of(match[2]) if match else None


def capacity_of(words: str) -> str | None:
    """The stored value of a capacity as people write it; none when left empty."""
    plain = _plain(words).replace("(", "（").replace(")", "）")
    if not plain:
        return None
    if plain not in CAPACITIES:
        names = "、".join(str(label) for label in Capacity.labels)
        raise RuleError(f"没有“{words.strip()}”这种身份。可以写：{names}。")
    return str(CAPACITIES[plain])


def intent_of(words: str) -> str:
    """The stored value of a kind of opinion; left empty it is 提建议."""
    plain = _plain(words)
    if plain and plain not in INTENTS:
        raise RuleError(f"没有“{words.strip()}”这种意见类型。可以写：{'、'.join(str(x) for x in Intent.labels)}。")
    return str(INTENTS.get(plain, Intent.SUGGEST))


def secrecy_of(words: str) -> bool:
    """Whether the speaker asks for secrecy; left empty they do not."""
    plain = _plain(words)
    if plain not in SECRET | NOT_SECRET:
        raise RuleError(f"看不懂“{words.strip()}”，请写“是”或者“否”。")
    return plain in SECRET


# --- from the dry run to the record -----------------------------------------------------------------
SALT = "meetings.imports.record"


def sealed(sitting: Sitting, raw: list[Row]) -> str:
    """The rows for the page of the dry run, signed; the key in it makes a second click the same import."""
    rows = [[row.number, row.values] for row in raw]
    return signing.dumps({"sitting": sitting.pk, "key": str(uuid4()), "rows": rows}, salt=SALT, compress=True)


def unsealed(sitting: Sitting, text: str) -> tuple[UUID, list[Row]]:
    """Key and rows of a dry run of this sitting; refuses everything else."""
    try:
        content = signing.loads(text, salt=SALT, max_age=24 * 3600)
    except signing.BadSignature as error:
        raise RuleError("这一页放得太久了，请重新选择文件。") from error
    if content["sitting"] != sitting.pk:
        raise RuleError("这张表是为另一场会议读的，请重新选择文件。")
    return UUID(content["key"]), [Row(number, values) for number, values in content["rows"]]


@transaction.atomic
def import_rows(sitting: Sitting, raw: list[Row], *, actor: User, key: UUID, skip_known: bool) -> int:
    """Write the whole table through the verbs of capture, and return how many rows; one bad row and nothing is.

    `key` names this import: the same again writes nothing twice. A sitting not begun is begun.
    Secrecy asked for in one row holds for that person; no table takes it away.
    """
    tried = try_rows(sitting, raw)
    if tried.errors:
        raise RuleError(str(tried.errors[0]))
    if sitting.status == SittingStatus.READY:
        workflow.start(sitting, actor=actor)
    known = {said.number for said in tried.known} if skip_known else set()
    added: dict[tuple[str, str], Participant] = {}
    rows = [said for said in tried.rows if said.number not in known]
    for said in rows:
        person = said.participant or _newcomer(sitting, said, added, actor)
        _write(sitting, said, person, actor=actor, client_id=uuid5(key, str(said.number)))
    for said in tried.rows:
        if said.secrecy:
            person = said.participant or added[said.name, said.capacity]
            workflow.keep_secret(person, actor=actor)
    return len(rows)


def _newcomer(sitting: Sitting, said: Said, added: dict[tuple[str, str], Participant], actor: User) -> Participant:
    who = (said.name, said.capacity)
    if who not in added:
        added[who] = workflow.add_participant(sitting, actor=actor, name=said.name, capacity=said.capacity)
    return added[who]


def _write(sitting: Sitting, said: Said, person: Participant, *, actor: User, client_id: UUID) -> None:
    entry = workflow.Entry(
        original=said.text,
        intent=said.intent,
        participant_id=person.pk,
        topic_id=said.topic_id,
        client_id=client_id,
        said_at=sitting.ended_at,
    )
    try:
        workflow.capture(sitting.pk, entry, actor=actor)
    except RuleError as error:
        raise RuleError(str(RowError(said.number, "", str(error)))) from error
