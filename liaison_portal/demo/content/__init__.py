"""The content of the demonstration world: plain data, no Django.

Places and their codes are facts; every person, unit telephone, opinion and reply is invented.
Keys tie the rows together: a loader resolves them and calls the workflow verbs. Values of
`kind`, `branch`, `level`, `capacity`, `intent` and so on are the stored values of the rooms'
`choices.py`. Days are offsets (from the sitting, the issue of the list or the day of loading),
so that the world never ages.
"""

from dataclasses import dataclass

# The states a matter of the demonstration can be brought to. "none": nothing was assigned.
STATES = (
    "none",
    "drafting",
    "dispatch_waiting",
    "to_accept",
    "accepted",
    "progress",
    "overdue",
    "send_back_open",
    "sent_back_reassigned",
    "extension_open",
    "extended",
    "reply_drafting",
    "reply_to_sign",
    "delivered",
    "rating",
    "rated_ok_closed",
    "rated_unsatisfied_reopened",
    "assessing",
    "unrated_closed",
    "closed_fed_back",
)

# States in which a reply exists (drafted at least), and those in which ratings were given.
REPLIED = STATES[STATES.index("reply_drafting") :]
UNSATISFIED = ("rated_unsatisfied_reopened", "assessing")
RATED = ("rated_ok_closed", *UNSATISFIED, "closed_fed_back")


@dataclass(frozen=True, slots=True)
class RegionRow:
    """An administrative place. `parent` is the code of the place above, empty for the province."""

    code: str
    name: str
    level: str
    parent: str


@dataclass(frozen=True, slots=True)
class StatisticalRow:
    """A statistical code, and the administrative code of the same place."""

    code: str
    name: str
    mca_code: str


@dataclass(frozen=True, slots=True)
class FormerName:
    """A name borne from day to day (ISO dates)."""

    name: str
    valid_from: str
    valid_to: str


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit. `order` is the official order inside its region."""

    key: str
    name: str
    short_name: str
    kind: str
    branch: str
    region: str
    parent: str = ""
    dispatch_via: str = ""
    order: int = 0
    phone: str = ""
    former: tuple[FormerName, ...] = ()


@dataclass(frozen=True, slots=True)
class AccountRow:
    """A demonstration account. `station` is the key of a station."""

    username: str
    name: str
    post: str
    role: str
    unit: str = ""
    region: str = ""
    station: str = ""


@dataclass(frozen=True, slots=True)
class ParticipantRow:
    """Somebody at a sitting.

    `function` is convener, key (重点发言人), recorder or empty; `levels` are the congresses of
    which a deputy is a member, highest first; `unit` is the agency a non-voting official comes
    from; `home` the township. `secret` asks that the name be kept from agencies.
    """

    key: str
    name: str
    gender: str
    capacity: str
    post: str
    function: str = ""
    levels: tuple[str, ...] = ()
    unit: str = ""
    home: str = ""
    phone: str = ""
    secret: bool = False
    account: str = ""


@dataclass(frozen=True, slots=True)
class SittingRow:
    """A group sitting with its participants, in the order of the name list."""

    key: str
    label: str
    title: str
    region: str
    place: str
    visits: tuple[str, ...]
    starts: str
    ends: str
    participants: tuple[ParticipantRow, ...]


@dataclass(frozen=True, slots=True)
class ContactRow:
    """An adviser, reporter or collector; numbers are of `people.person`."""

    kind: str
    name: str
    post: str
    region: str


@dataclass(frozen=True, slots=True)
class TownshipDeputies:
    """How many deputies a township has, person by person, and how they are grouped.

    Each mandate counts once; `county_and_township` and `city_and_county` say how many persons
    hold two of them, so persons = mandates - those two. Streets have no congress of their own.
    """

    region: str
    groups: int
    stations: int
    province: int
    city: int
    county: int
    township: int
    county_and_township: int
    city_and_county: int

    @property
    def persons(self) -> int:
        """Persons, each once."""
        mandates = self.province + self.city + self.county + self.township
        return mandates - self.county_and_township - self.city_and_county


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """An article of a draft."""

    number: int
    label: str
    caption: str
    text: str
    chapter: str = ""


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A draft with its articles; `topic` is what opinions call it."""

    topic: str
    title: str
    short_title: str
    articles: tuple[ArticleRow, ...]


@dataclass(frozen=True, slots=True)
class OpinionRow:
    """One opinion as it was spoken. `article` is a number of the draft of `topic`."""

    key: str
    participant: str
    topic: str
    article: int | None
    intent: str
    text: str


@dataclass(frozen=True, slots=True)
class MatterRow:
    """A merged matter: wording for the list, destination, units, and the state to bring it to.

    `rule` is the kind of handling rule: urgent things are given the short limits of `station`.
    `list_no` is 1 for the list issued weeks ago, 2 for the supplement issued these days, 3 for the
    supplement being drafted, 0 for none.
    `reason` says why a matter is not assigned, or where it was sent.
    """

    key: str
    title: str
    wording: str
    demand: str
    category: str
    destination: str
    opinions: tuple[str, ...]
    lead: tuple[str, ...] = ()
    co: tuple[str, ...] = ()
    list_no: int = 0
    state: str = "none"
    reason: str = ""
    rule: str = "meeting_list"


@dataclass(frozen=True, slots=True)
class RatingRow:
    """What one participant thinks of a reply. Values: satisfied, basic, unsatisfied."""

    participant: str
    attitude: str
    result: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ReplyRow:
    """An agency's reply to a matter. `plan_days` is when a B reply promises completion."""

    matter: str
    answer_class: str
    body: str
    plan_days: int | None = None
    promise: str = ""
    unanswered: tuple[tuple[str, str], ...] = ()
    ratings: tuple[RatingRow, ...] = ()
    unit: str = ""


@dataclass(frozen=True, slots=True)
class NoteRow:
    """A sentence that belongs to one step of a matter. `unit` names the writer where it matters."""

    matter: str
    text: str
    unit: str = ""
    answer: str = ""
    days: int = 0


@dataclass(frozen=True, slots=True)
class StaffRow:
    """Who runs a station: head, deputy_head or liaison."""

    role: str
    name: str
    post: str
    account: str = ""


@dataclass(frozen=True, slots=True)
class StationRow:
    """A liaison station, its staff, and the numbers of the groups of its township that it serves."""

    key: str
    name: str
    region: str
    address: str
    hours: str
    groups: tuple[int, ...] = ()
    staff: tuple[StaffRow, ...] = ()


@dataclass(frozen=True, slots=True)
class GroupRow:
    """An activity group of Puyang, leader first.

    A member is a key of `people.PARTICIPANTS`, or "n" and a number of `people.person` for a
    township deputy who was at no sitting.
    """

    region: str
    number: int
    name: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VisitRow:
    """A visit at a reception, in the visitor's own words; no name means 匿名.

    Values of `route`: settled, station, township, county, suggestion, other_channel. `note` is what
    was answered on the spot, or why another channel was named.
    """

    visitor: str
    heads: int
    words: str
    summary: str
    category: str
    route: str
    note: str = ""
    phone: str = ""
    secret: bool = False
    sealed: bool = False
    elsewhere: str = ""


@dataclass(frozen=True, slots=True)
class ReceptionRow:
    """A reception day at a station, `days_ago` before loading; typed in `entered_after` days later.

    A deputy on duty is named as in `GroupRow`; at a station of Xincai "#1" is the first member of
    the first group that the station serves.
    """

    station: str
    days_ago: int
    starts: str
    ends: str
    deputies: tuple[str, ...]
    visits: tuple[VisitRow, ...]
    entered_after: int = 0
