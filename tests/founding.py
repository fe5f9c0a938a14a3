"""The ground the small world stands on: its catalogues, places, units, users, people and occasions."""

from datetime import date
from importlib import import_module

from django.apps import apps
from django.contrib.auth.hashers import make_password

from accounts.calendar import seed_years
from accounts.choices import Branch, RegionLevel, Role, UnitKind
from accounts.models import Grant, Region, Unit, User
from deputies.choices import Level
from deputies.models import ActivityGroup, Deputy, GroupMember, Mandate
from liaison_portal.demo import loading
from opinions.models import Channel, Occasion, Topic
from stations.choices import StaffRole
from stations.models import Station, StationGroup, StationStaff


def found(world):
    """Make the rows and hang each on `world` by its name."""
    if not Channel.objects.exists():  # a journey's flush has emptied what the migrations had filled
        for migration in loading.CATALOGUES:
            import_module(f"opinions.migrations.{migration}").fill(apps, None)
    seed_years([2023, 2024, 2025])
    _places(world)
    _units(world)
    _users(world)
    _people(world)
    _occasions(world)


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
    password = make_password("demo-2024")  # one for all: what is tested is not the hash
    given = []

    def user(username, name, *grants):
        world.users[username] = User(username=username, name=name, post=f"{name}的职务", password=password)
        given.extend((username, *grant) for grant in grants)

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
    User.objects.bulk_create(world.users.values())
    Grant.objects.bulk_create(
        Grant(user=world.users[name], role=role, unit=unit, region=region) for name, role, unit, region in given
    )


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
