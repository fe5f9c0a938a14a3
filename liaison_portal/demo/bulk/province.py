"""A province around the demonstration: invented cities with counties, townships, units, stations and deputies.

Written in bulk and city by city: a city that is there already is left alone, so that a load broken off goes on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db import transaction

from accounts.actions import grant
from accounts.choices import Branch, RegionLevel, Role, UnitKind
from accounts.models import Region, Unit, User
from common.text import cn_number
from liaison_portal.demo.accounts import MARK, PASSWORD, silent_user
from liaison_portal.demo.bulk.members import Place, write_members
from liaison_portal.demo.content.people import person
from liaison_portal.demo.places import set_paths
from stations.models import Station

PROVINCE = "410000"
FIRST_CITY, LAST_CITY = 50, 89  # codes 4151… to 4189… are nobody's
COMMITTEE = "人民代表大会常务委员会选举任免代表联络工作委员会"
DEPARTMENTS = ("教育局", "公安局", "民政局", "财政局", "住房和城乡建设局", "交通运输局", "农业农村局", "卫生健康委员会")
ACCOUNTS = (("pv-staff", "省人大常委会选工委", Role.STAFF), ("pv-leader", "省人大常委会领导", Role.LEADER))


@dataclass(frozen=True)
class Size:
    """How much of a province: Henan has 17 cities, 157 counties and some 2,400 townships."""

    cities: int = 16
    counties: int = 9
    townships: int = 14


def write_province(size: Size) -> Iterator[str]:
    """Write what is missing; after each city a line to print."""
    province = Region.objects.get(system="mca", code=PROVINCE)
    _committee(province)
    for number in range(1, size.cities + 1):
        if not Region.objects.filter(system="mca", code=_code(number)).exists():
            yield _city(province, number, size)


def city_codes() -> list[str]:
    """The codes of the invented cities that are there."""
    invented = (f"41{FIRST_CITY}00", f"41{LAST_CITY}00")
    rows = Region.objects.filter(system="mca", level=RegionLevel.CITY, code__range=invented)
    return list(rows.order_by("code").values_list("code", flat=True))


def _code(city: int, county: int = 0, township: int = 0) -> str:
    """`415103` and `415103105`, in the shape of real codes."""
    return f"41{FIRST_CITY + city}{county:02d}" + (f"{100 + township}" if township else "")


@transaction.atomic
def _committee(province: Region) -> None:
    """The province's committee and who signs in there; once."""
    name = f"{province.name}人民代表大会常务委员会"
    if Unit.objects.filter(region=province, kind=UnitKind.OFFICE).exists():
        return
    facts = {"branch": Branch.CONGRESS, "region": province}
    congress = Unit.objects.create(name=name, short_name="省人大常委会", kind=UnitKind.CONGRESS, **facts)
    office = Unit.objects.create(
        name=f"{province.name}{COMMITTEE}", short_name="省人大常委会选工委", kind=UnitKind.OFFICE, parent=congress, **facts
    )
    for number, (username, post, role) in enumerate(ACCOUNTS):
        unit = office if role == Role.STAFF else congress
        user = User.objects.create_user(username, PASSWORD, name=person(9900 + number)[0], post=post + MARK, unit=unit)
        grant(user, role, actor=None, unit=unit, region=province)


@transaction.atomic
def _city(province: Region, number: int, size: Size) -> str:
    """One city with all below it."""
    name = f"示例第{cn_number(number)}市"
    (city,) = _regions([Region(code=_code(number), name=name, level=RegionLevel.CITY, parent=province)])
    committee = _units_of(city, "市")
    staff = silent_user(f"pv-{city.code}", person(9000 + number)[0], f"{name}人大常委会选工委", committee)
    grant(staff, Role.STAFF, actor=None, unit=committee, region=city)
    counties = _regions(
        Region(code=_code(number, n), name=f"{name}第{cn_number(n)}县", level=RegionLevel.COUNTY, parent=city)
        for n in range(1, size.counties + 1)
    )
    deputies = sum(_county(county, number, place, size) for place, county in enumerate(counties, start=1))
    return f"{name}：{len(counties)} 个县，{len(counties) * size.townships} 个乡镇、站点，{deputies} 名代表。"


def _regions(rows: Sequence[Region] | Iterator[Region]) -> list[Region]:
    made = list(rows)
    for row in made:
        row.order = int(row.code[2:].ljust(7, "0"))
    Region.objects.bulk_create(made)
    set_paths(made)
    return made


def _units_of(region: Region, kind: str) -> Unit:
    """Congress, committee, office, government with its departments, court; returns the committee."""

    def unit(name: str, short: str, unit_kind: str, branch: str, order: int, **above: Unit) -> Unit:
        return Unit(
            name=region.name + name, short_name=short, kind=unit_kind, branch=branch, region=region, order=order, **above
        )

    congress, government = Branch.CONGRESS, Branch.GOVERNMENT
    npc = unit("人民代表大会常务委员会", f"{kind}人大常委会", UnitKind.CONGRESS, congress, 1)
    dispatch = unit("人民政府办公室（督查室）", f"{kind}政府办（督查室）", UnitKind.DISPATCH, government, 4)
    court = unit("人民法院", f"{kind}法院", UnitKind.ORGAN, Branch.COURT, 60)
    Unit.objects.bulk_create([npc, dispatch, court])
    below = [
        unit(COMMITTEE, f"{kind}人大常委会选工委", UnitKind.OFFICE, congress, 2, parent=npc),
        unit("人民代表大会常务委员会办公室", f"{kind}人大常委会办公室", UnitKind.OFFICE, congress, 3, parent=npc),
    ]
    below += [
        unit(name, kind + name, UnitKind.DEPARTMENT, government, order, dispatch_via=dispatch)
        for order, name in enumerate(DEPARTMENTS, start=10)
    ]
    return Unit.objects.bulk_create(below)[0]


def _county(county: Region, city: int, number: int, size: Size) -> int:
    """A county's units, townships, stations and deputies; returns how many deputies."""
    committee = _units_of(county, "县")
    towns = _regions(
        Region(
            code=_code(city, number, n), name=f"第{cn_number(n)}镇", level=RegionLevel.TOWNSHIP, parent=county
        )
        for n in range(1, size.townships + 1)
    )
    offices = Unit.objects.bulk_create(
        _town_unit(county, town, "人大主席团", UnitKind.TOWN_CONGRESS) for town in towns
    )
    houses = Unit.objects.bulk_create(_town_unit(county, town, "代表联络站", UnitKind.STATION) for town in towns)
    stations = Station.objects.bulk_create(
        Station(
            unit=house,
            reports_to=committee,
            township_office=office,
            address=f"{house.region.name}便民服务中心一楼",
            hours="每月第一、第三个星期二 8:30—11:30",
        )
        for house, office in zip(houses, offices, strict=True)
    )
    places = [Place(*row) for row in zip(towns, offices, stations, strict=True)]
    return write_members(places, first=(city * 100 + number) * 1000)


def _town_unit(county: Region, town: Region, name: str, kind: str) -> Unit:
    return Unit(
        name=f"{county.name}{town.name}{name}",
        short_name=f"{town.name}{name}",
        kind=kind,
        branch=Branch.CONGRESS,
        region=town,
        order=300 if kind == UnitKind.TOWN_CONGRESS else 500,
    )
