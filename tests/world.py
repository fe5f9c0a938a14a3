"""A small world for tests: one city, one county, one township, its units, and one user per persona.

Every test room uses the same names: staff, office, leader, township, head, liaison, deputy,
dispatcher, agency, agencyhead, agency2, sysadmin, secadmin, auditor, and outsider (the same role in
another place). Objects in a status are made by walking the real verbs.
"""

from dataclasses import dataclass, field, fields
from datetime import UTC, date, datetime, time
from importlib import import_module

from django.apps import apps

from accounts.calendar import seed_years
from accounts.choices import Branch, RegionLevel, Role, UnitKind
from accounts.models import Grant, Region, Unit, User
from deputies.choices import Level
from deputies.models import ActivityGroup, Deputy, GroupMember, Mandate
from opinions.choices import Capacity, Destination
from opinions.models import Category, Channel, Contributor, HandlingRule, Occasion, Topic
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
from stations.choices import StaffRole
from stations.models import Station, StationGroup, StationStaff

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
    if not Channel.objects.exists():  # a journey's flush has emptied what the migrations had filled
        import_module("opinions.migrations.0003_catalogue").fill(apps, None)
    seed_years([2023, 2024, 2025])
    _places(world)
    _units(world)
    _users(world)
    _people(world)
    _occasions(world)
    return world


def _places(world):
    def region(code, name, level, parent=None):
        return Region.objects.create(
            code=code, name=name, level=level, parent=parent, order=int(code[:9].ljust(9, "0")) % 10**6
        )

    world.province = region("410000", "河南省", RegionLevel.PROVINCE)
    world.city = region("410900", "濮阳市", RegionLevel.CITY, world.province)
    world.county = region("410928", "濮阳县", RegionLevel.COUNTY, world.city)
    world.town = region("410928103", "庆祖镇", RegionLevel.TOWNSHIP, world.county)
    world.other_city = region("411700", "驻马店市", RegionLevel.CITY, world.province)
    world.other_town = region("411729001", "古吕街道", RegionLevel.TOWNSHIP, world.other_city)


def _units(world):
    def unit(name, short, kind, branch, region, **facts):
        return Unit.objects.create(name=name, short_name=short, kind=kind, branch=branch, region=region, **facts)

    congress, government = Branch.CONGRESS, Branch.GOVERNMENT
    world.congress = unit("濮阳市人民代表大会常务委员会", "市人大常委会", UnitKind.CONGRESS, congress, world.city)
    world.issuer = unit(
        "濮阳市人民代表大会常务委员会办公室",
        "市人大常委会办公室",
        UnitKind.OFFICE,
        congress,
        world.city,
        parent=world.congress,
    )
    world.committee = unit(
        "濮阳市人大常委会选举任免代表联络工作委员会",
        "市人大常委会选工委",
        UnitKind.OFFICE,
        congress,
        world.city,
        parent=world.congress,
    )
    world.town_congress = unit("庆祖镇人大主席团", "庆祖镇人大", UnitKind.TOWN_CONGRESS, congress, world.town)
    world.dispatch_office = unit(
        "濮阳市人民政府办公室（督查室）", "市政府办（督查室）", UnitKind.DISPATCH, government, world.city
    )
    world.civil = unit(
        "濮阳市民政局",
        "市民政局",
        UnitKind.DEPARTMENT,
        government,
        world.city,
        dispatch_via=world.dispatch_office,
        order=3,
    )
    world.police = unit(
        "濮阳市公安局",
        "市公安局",
        UnitKind.DEPARTMENT,
        government,
        world.city,
        dispatch_via=world.dispatch_office,
        order=2,
    )
    world.court = unit("濮阳市中级人民法院", "市中级人民法院", UnitKind.ORGAN, Branch.COURT, world.city, order=1)
    world.procuratorate = unit(
        "濮阳市人民检察院", "市检察院", UnitKind.ORGAN, Branch.PROCURATORATE, world.city, order=4
    )
    world.party = unit("中共濮阳市委员会", "市委", UnitKind.PARTY, Branch.PARTY, world.city)
    world.station_unit = unit("庆祖镇人大代表联络站", "庆祖镇联络站", UnitKind.STATION, congress, world.town)
    world.other_committee = unit(
        "驻马店市人大常委会选工委", "驻马店选工委", UnitKind.OFFICE, congress, world.other_city
    )


def _users(world):
    def user(username, name, *grants):
        made = User.objects.create_user(username, "demo-2024", name=name, post=f"{name}的职务")
        for role, unit, region in grants:
            Grant.objects.create(user=made, role=role, unit=unit, region=region)
        world.users[username] = made

    user("staff", "周敏", (Role.STAFF, world.committee, world.city))
    user("office", "郭文", (Role.OFFICE, world.issuer, world.city))
    user("leader", "王建军", (Role.LEADER, world.congress, world.city))
    user("township", "马春生", (Role.TOWNSHIP, world.town_congress, world.town))
    user("head", "何秀英", (Role.STATION_HEAD, world.station_unit, None))
    user("liaison", "孙晓", (Role.STATION_LIAISON, world.station_unit, None))
    user("deputy", "张守信", (Role.DEPUTY, None, None))
    user("dispatcher", "赵启明", (Role.DISPATCHER, world.dispatch_office, None))
    user("agency", "陈立新", (Role.AGENCY_CLERK, world.court, None), (Role.AGENCY_CLERK, world.civil, None))
    user("agencyhead", "孟庆华", (Role.AGENCY_HEAD, world.court, None), (Role.AGENCY_HEAD, world.civil, None))
    user("agency2", "李强", (Role.AGENCY_CLERK, world.police, None), (Role.AGENCY_CLERK, world.procuratorate, None))
    user("sysadmin", "系统管理员", (Role.SYSADMIN, None, None))
    user("secadmin", "安全管理员", (Role.SECADMIN, None, None))
    user("auditor", "审计员", (Role.AUDITOR, None, None))
    user("outsider", "外地工作人员", (Role.STAFF, world.other_committee, world.other_city))


def _people(world):
    world.deputy = Deputy.objects.create(
        user=world.users["deputy"], name="张守信", initials="zsx", home_region=world.town, post="庆祖镇西街村党支部书记"
    )
    Mandate.objects.create(
        deputy=world.deputy, level=Level.COUNTY, term=16, region=world.county, started_on=date(2022, 3, 1)
    )
    world.group = ActivityGroup.objects.create(region=world.town, number=1, name="庆祖镇第1活动小组")
    GroupMember.objects.create(group=world.group, deputy=world.deputy, joined_on=date(2024, 1, 1))
    world.station = Station.objects.create(
        unit=world.station_unit,
        reports_to=world.committee,
        township_office=world.town_congress,
        address="庆祖镇政府东 50 米",
        hours="工作日 9:00 到 11:30",
    )
    StationGroup.objects.create(station=world.station, group=world.group)
    for username, role in (("head", StaffRole.HEAD), ("liaison", StaffRole.LIAISON)):
        StationStaff.objects.create(
            station=world.station,
            name=world.users[username].name,
            role=role,
            user=world.users[username],
            started_on=date(2024, 1, 1),
        )


def _occasions(world):
    world.meeting_occasion = Occasion.objects.create(
        kind="meeting",
        title="濮阳市第九届人民代表大会常务委员会第十次会议",
        short_title="市九届人大常委会第十次会议",
        held_on=date(2024, 5, 14),
        unit=world.committee,
        region=world.city,
    )
    world.sitting_occasion = Occasion.objects.create(
        kind="sitting",
        title="分组会议（第二组）",
        short_title="分组会议（第二组）",
        held_on=date(2024, 5, 14),
        place="庆祖镇综治中心",
        unit=world.committee,
        region=world.town,
        parent=world.meeting_occasion,
    )
    world.draft_topic = Topic.objects.create(
        occasion=world.meeting_occasion, title="濮阳市基层网格化服务管理条例（草案）", short_title="条例草案", order=1
    )
    world.topic = Topic.objects.create(
        occasion=world.meeting_occasion, title="第九条", short_title="第九条", parent=world.draft_topic, order=9
    )
