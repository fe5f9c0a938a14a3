"""A small world for tests: one city, one county, one township, its units, and one user per persona.

Every test room uses the same names: staff, office, leader, township, head, liaison, deputy,
dispatcher, agency, agencyhead, agency2, sysadmin, secadmin, auditor, and outsider (the same role in
another place). Objects in a status are made by walking the real verbs.
"""

from dataclasses import dataclass, field, fields
from datetime import UTC, date, datetime, time

from accounts.models import User
from opinions.choices import Capacity, Destination
from opinions.models import Category, Channel, Contributor, HandlingRule
from opinions.workflow import matter as matters
from opinions.workflow import opinion as opinions
from opinions.workflow import paper as papers
from opinions.workflow import rating as ratings
from opinions.workflow import reply as replies
from opinions.workflow import undertaking as undertakings
from opinions.workflow.decision import Decision, decide
from opinions.workflow.opinion import Heard, Said, Start
from opinions.workflow.paper import Cover
from opinions.workflow.reply import Letter
from tests.founding import found

PERSONAS = (
    "staff",
    "office",
    "leader",
    "township",
    "head",
    "liaison",
    "deputy",
    "dispatcher",
    "agency",
    "agencyhead",
    "agency2",
    "sysadmin",
    "secadmin",
    "auditor",
    "outsider",
)
ISSUED_ON = date(2024, 5, 20)
SERIES = "濮人常办"


def moment(day: date, hour: int = 9) -> datetime:
    """`hour` o'clock UTC of `day`."""
    return datetime.combine(day, time(hour), tzinfo=UTC)


def taken(kind, facts):
    """Out of `facts`, those that are fields of `kind`."""
    return {one.name: facts.pop(one.name) for one in fields(kind) if one.name in facts}


@dataclass
class World:
    """Everything by name; `world["agency"]` is the user."""

    users: dict[str, User] = field(default_factory=dict)

    def __getitem__(self, name: str) -> User:
        return User.objects.get(pk=self.users[name].pk)  # fresh: grants are read once per object

    # --- makers: each walks the real verbs ----------------------------------------------------
    def contributor(self, capacity=Capacity.RESIDENT, name="王大娘", phone="", deputy=None, secrecy=False):
        made = Contributor.named(name, capacity, phone=phone, deputy=deputy, secrecy=secrecy)
        made.save()
        return made

    def opinion(self, text="路灯坏了三个月，晚上没法走。", **facts):
        facts = {"actor": self["staff"], "topic": self.topic, **self.hearing(), **facts}
        said, heard, start = (taken(kind, facts) for kind in (Said, Heard, Start))
        return opinions.register(Said(text, **said), Heard(**heard), start=Start(**start), **facts)

    def hearing(self):
        """A resident at the second group's sitting."""
        return {
            "contributor": self.contributor(),
            "channel": Channel.objects.get(code="sitting"),
            "unit": self.committee,
            "region": self.town,
            "heard_on": date(2024, 5, 14),
            "occasion": self.sitting_occasion,
        }

    def deputy_opinion(self, text="建议把路灯维护写进考核。", **facts):
        by = self.contributor(Capacity.COUNTY_DEPUTY, self.deputy.name, deputy=self.deputy)
        return self.opinion(text, contributor=by, **facts)

    def matter(
        self, opinions_=None, *, leads=None, cos=(), title="背街小巷路灯维护", kind="meeting_list", decided=True
    ):
        rows = opinions_ if opinions_ is not None else [self.deputy_opinion(), self.opinion()]
        made = matters.merge(
            rows,
            actor=self["staff"],
            unit=self.committee,
            rule=HandlingRule.objects.get(kind=kind),
            title=title,
            occasion=self.meeting_occasion,
        )
        if not decided:
            return made
        decision = Decision(
            title=title,
            wording="路灯损坏长期无人维修。",
            demand="排查损坏点位，限期修复并公示。",
            destination=Destination.ASSIGN,
            category=Category.objects.first(),
            leads=leads or [self.court],
            cos=cos,
        )
        return decide(made, decision, actor=self["staff"], version=type(made).objects.get(pk=made.pk).version)

    def paper(self, matters_=None, **facts):
        made = papers.draft(
            matters_ if matters_ is not None else [self.matter()],
            Cover(
                series=SERIES, title="市九届人大常委会第十次会议交办清单", salutation="市人民政府，市中级人民法院"
            ),
            actor=self["staff"],
            unit=self.issuer,
            occasion=self.meeting_occasion,
            **facts,
        )
        for item in made.assignments.all():
            for opinion in item.matter.opinions.filter(shared_confirmed=False).select_related("region"):
                opinions.confirm_shared_text(
                    opinion, actor=self["staff"], text=opinion.shared_text, version=opinion.version
                )
        return made

    def paper_in(self, status, **facts):
        """A list walked to `status`: draft, review, sign, signed, issued."""
        paper = self.paper(**facts)
        steps = (
            ("review", lambda: papers.submit(paper, actor=self["staff"])),
            ("sign", lambda: papers.check_paper(paper, actor=self["office"])),
            ("signed", lambda: papers.sign(paper, actor=self["leader"])),
            ("issued", lambda: papers.issue(paper, actor=self["staff"], on=ISSUED_ON, at=moment(ISSUED_ON))),
        )
        for name, step in steps:
            if paper.status == status:
                break
            step()
            assert paper.status == name
        return paper

    def undertaking(self, status="to_accept", **matter_facts):
        """A lead undertaking of `agency` (a court: no dispatch) walked to `status`."""
        matter = self.matter(**matter_facts)
        self.paper_in("issued", matters_=[matter])
        row = matter.assignments.get().undertakings.filter(role="lead").first()
        row = self.reload(row)
        if status == "to_accept":
            return row
        undertakings.accept(row, actor=self["agency"], at=moment(date(2024, 5, 21)))
        if status == "doing":
            return row
        self.deliver(row, at=moment(date(2024, 6, 3)))
        if status == "checking":
            return row
        reply = row.replies.get(round=row.round)
        reply.undertaking = row
        replies.pass_reply(reply, actor=self["staff"], at=moment(date(2024, 6, 4)))
        if status == "rating":
            return row
        return self._after_rating(row, status)

    def _after_rating(self, row, status):
        grade = {"closed": "good", "redo": "bad"}[status]
        for rating in row.replies.get(round=1).ratings.all():
            rating.reply.undertaking = row
            ratings.rate(
                rating,
                actor=self["deputy"],
                attitude="good",
                result=grade,
                reason="还没修好" if grade == "bad" else "",
                at=moment(date(2024, 6, 5)),
            )
        return row

    def deliver(self, row, at, answer_class="A"):
        sources = dict.fromkeys(replies.sources_of(row).values_list("pk", flat=True), (True, ""))
        letter = Letter(
            body="已排查修复损坏路灯 37 盏，并公示报修电话。",
            answer_class=answer_class,
            contact_name="陈立新",
            contact_phone="0393-0000001",
        )
        reply = replies.draft(row, letter, actor=self["agency"], answers=sources, at=at)
        replies.submit(reply, actor=self["agency"], at=at)
        replies.sign(reply, actor=self["agencyhead"], at=at)
        replies.deliver(reply, actor=self["agency"], at=at)
        return reply

    def reload(self, row):
        return type(row).objects.with_list_data().get(pk=row.pk)


def build_world() -> World:
    """Make the world in the test database."""
    world = World()
    found(world)
    return world
