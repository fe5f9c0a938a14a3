"""Units of Puyang and Xincai in official order. Names are of kinds of bodies; telephones are invented."""

from liaison_portal.demo.content import FormerName, UnitRow
from liaison_portal.demo.content.regions import PUYANG, REGIONS, XINCAI

_CITY_CONGRESS = (
    UnitRow("py_npc", "濮阳市人民代表大会常务委员会", "市人大常委会", "congress", "congress", PUYANG, order=1, phone="0393-0000001"),
    UnitRow(
        "py_office", "濮阳市人民代表大会常务委员会办公室", "市人大常委会办公室", "office", "congress", PUYANG,
        parent="py_npc", order=2, phone="0393-0000002",
    ),
    UnitRow(
        "py_law_committee", "濮阳市人民代表大会法制委员会", "市人大法制委", "office", "congress", PUYANG,
        parent="py_npc", order=3, phone="0393-0000003",
    ),
    UnitRow(
        "py_law_office", "濮阳市人民代表大会常务委员会法制工作委员会", "市人大常委会法工委", "office", "congress", PUYANG,
        parent="py_npc", order=4, phone="0393-0000004",
    ),
    UnitRow(
        "py_supervise_law", "濮阳市人民代表大会监察和司法委员会", "市人大监察司法委", "office", "congress", PUYANG,
        parent="py_npc", order=5, phone="0393-0000005",
    ),
    UnitRow(
        "py_liaison", "濮阳市人民代表大会常务委员会选举任免代表联络工作委员会", "市人大常委会选工委", "office", "congress", PUYANG,
        parent="py_npc", order=6, phone="0393-0000006",
        former=(FormerName("濮阳市人民代表大会常务委员会代表工作委员会", "2009-03-01", "2019-05-31"),),
    ),
    UnitRow("py_party", "中国共产党濮阳市委员会", "市委", "party", "party", PUYANG, order=10, phone="0393-0000010"),
    UnitRow(
        "py_politics_law", "中国共产党濮阳市委员会政法委员会", "市委政法委", "party", "party", PUYANG,
        parent="py_party", order=11, phone="0393-0000011",
    ),
    UnitRow(
        "py_social_work", "中国共产党濮阳市委员会社会工作部", "市委社会工作部", "party", "party", PUYANG,
        parent="py_party", order=12, phone="0393-0000012",
    ),
    UnitRow("py_gov", "濮阳市人民政府", "市政府", "organ", "government", PUYANG, order=20, phone="0393-0000020"),
    UnitRow(
        "py_dispatch", "濮阳市人民政府办公室（督查室）", "市政府办公室（督查室）", "dispatch", "government", PUYANG,
        parent="py_gov", order=21, phone="0393-0000021",
    ),
)

# (key, full name after the place, standard short name), in the order of the organs of the government.
_CITY_DEPARTMENTS = (
    ("reform", "发展和改革委员会", "市发展改革委"),
    ("education", "教育体育局", "市教育体育局"),
    ("science", "科学技术局", "市科技局"),
    ("industry", "工业和信息化局", "市工业和信息化局"),
    ("police", "公安局", "市公安局"),
    ("civil", "民政局", "市民政局"),
    ("justice", "司法局", "市司法局"),
    ("finance", "财政局", "市财政局"),
    ("labour", "人力资源和社会保障局", "市人力资源和社会保障局"),
    ("planning", "自然资源和规划局", "市自然资源和规划局"),
    ("environment", "生态环境局", "市生态环境局"),
    ("housing", "住房和城乡建设局", "市住房和城乡建设局"),
    ("city", "城市管理局", "市城市管理局"),
    ("transport", "交通运输局", "市交通运输局"),
    ("water", "水利局", "市水利局"),
    ("farming", "农业农村局", "市农业农村局"),
    ("commerce", "商务局", "市商务局"),
    ("culture", "文化广电和旅游局", "市文化广电和旅游局"),
    ("health", "卫生健康委员会", "市卫生健康委"),
    ("veterans", "退役军人事务局", "市退役军人局"),
    ("emergency", "应急管理局", "市应急管理局"),
    ("audit", "审计局", "市审计局"),
    ("market", "市场监督管理局", "市市场监管局"),
    ("medical", "医疗保障局", "市医疗保障局"),
    ("data", "行政审批和政务信息管理局", "市行政审批和政务信息管理局"),
    ("letters", "信访局", "市信访局"),
)

_CITY_OTHERS = (
    UnitRow("py_supervision", "濮阳市监察委员会", "市监委", "organ", "supervision", PUYANG, order=80, phone="0393-0000080"),
    UnitRow("py_court", "濮阳市中级人民法院", "市中级人民法院", "organ", "court", PUYANG, order=81, phone="0393-0000081"),
    UnitRow(
        "py_procuratorate", "濮阳市人民检察院", "市人民检察院", "organ", "procuratorate", PUYANG, order=82, phone="0393-0000082"
    ),
    UnitRow("py_fire", "濮阳市消防救援支队", "市消防救援支队", "outer", "vertical", PUYANG, order=90, phone="0393-0000090"),
    UnitRow("py_tax", "国家税务总局濮阳市税务局", "市税务局", "outer", "vertical", PUYANG, order=91, phone="0393-0000091"),
    UnitRow("py_weather", "濮阳市气象局", "市气象局", "outer", "vertical", PUYANG, order=92, phone="0393-0000092"),
    UnitRow("py_post", "濮阳市邮政管理局", "市邮政管理局", "outer", "vertical", PUYANG, order=93, phone="0393-0000093"),
    UnitRow(
        "py_power", "国网河南省电力公司濮阳供电公司", "国网濮阳供电公司", "outer", "enterprise", PUYANG, order=100, phone="0393-0000100"
    ),
    UnitRow("py_tap", "濮阳市自来水公司", "市自来水公司", "outer", "enterprise", PUYANG, order=101, phone="0393-0000101"),
    UnitRow("py_gas", "濮阳市天然气公司", "市天然气公司", "outer", "enterprise", PUYANG, order=102, phone="0393-0000102"),
    UnitRow("py_heat", "濮阳市热力公司", "市热力公司", "outer", "enterprise", PUYANG, order=103, phone="0393-0000103"),
)

_COUNTIES = (
    ("hualong", "410902", "华龙区"),
    ("qingfeng", "410922", "清丰县"),
    ("nanle", "410923", "南乐县"),
    ("fanxian", "410926", "范县"),
    ("taiqian", "410927", "台前县"),
    ("puyangxian", "410928", "濮阳县"),
)

# Township congresses of Puyang that take part in the demonstration.
_TOWNS = (
    ("zhongyuanlu", "410902001", "hualong"),
    ("mazhuangqiao", "410922101", "qingfeng"),
    ("hanzhang", "410923101", "nanle"),
    ("pucheng", "410926101", "fanxian"),
    ("sunkou", "410927102", "taiqian"),
    ("qingzu", "410928103", "puyangxian"),
)

_XINCAI_HEAD = (
    UnitRow("xc_npc", "新蔡县人民代表大会常务委员会", "县人大常委会", "congress", "congress", XINCAI, order=1, phone="0396-0000001"),
    UnitRow(
        "xc_office", "新蔡县人民代表大会常务委员会办公室", "县人大常委会办公室", "office", "congress", XINCAI,
        parent="xc_npc", order=2, phone="0396-0000002",
    ),
    UnitRow(
        "xc_liaison", "新蔡县人民代表大会常务委员会选举任免代表联络工作委员会", "县人大常委会选工委", "office", "congress", XINCAI,
        parent="xc_npc", order=3, phone="0396-0000003",
    ),
    UnitRow(
        "xc_law_office", "新蔡县人民代表大会常务委员会法制工作委员会", "县人大常委会法工委", "office", "congress", XINCAI,
        parent="xc_npc", order=4, phone="0396-0000004",
    ),
    UnitRow("xc_party", "中国共产党新蔡县委员会", "县委", "party", "party", XINCAI, order=10, phone="0396-0000010"),
    UnitRow("xc_gov", "新蔡县人民政府", "县政府", "organ", "government", XINCAI, order=20, phone="0396-0000020"),
    UnitRow(
        "xc_dispatch", "新蔡县人民政府办公室（督查室）", "县政府办公室（督查室）", "dispatch", "government", XINCAI,
        parent="xc_gov", order=21, phone="0396-0000021",
    ),
)

_XINCAI_DEPARTMENTS = (
    ("reform", "发展和改革委员会", "县发展改革委"),
    ("education", "教育体育局", "县教育体育局"),
    ("police", "公安局", "县公安局"),
    ("civil", "民政局", "县民政局"),
    ("justice", "司法局", "县司法局"),
    ("finance", "财政局", "县财政局"),
    ("labour", "人力资源和社会保障局", "县人力资源和社会保障局"),
    ("planning", "自然资源局", "县自然资源局"),
    ("housing", "住房和城乡建设局", "县住房和城乡建设局"),
    ("city", "城市管理局", "县城市管理局"),
    ("transport", "交通运输局", "县交通运输局"),
    ("water", "水利局", "县水利局"),
    ("farming", "农业农村局", "县农业农村局"),
    ("health", "卫生健康委员会", "县卫生健康委"),
    ("emergency", "应急管理局", "县应急管理局"),
    ("medical", "医疗保障局", "县医疗保障局"),
)

_XINCAI_OTHERS = (
    UnitRow("xc_supervision", "新蔡县监察委员会", "县监委", "organ", "supervision", XINCAI, order=80, phone="0396-0000080"),
    UnitRow("xc_court", "新蔡县人民法院", "县人民法院", "organ", "court", XINCAI, order=81, phone="0396-0000081"),
    UnitRow("xc_procuratorate", "新蔡县人民检察院", "县人民检察院", "organ", "procuratorate", XINCAI, order=82, phone="0396-0000082"),
    UnitRow("xc_fire", "新蔡县消防救援大队", "县消防救援大队", "outer", "vertical", XINCAI, order=90, phone="0396-0000090"),
    UnitRow(
        "xc_power", "国网河南省电力公司新蔡县供电公司", "国网新蔡县供电公司", "outer", "enterprise", XINCAI, order=100, phone="0396-0000100"
    ),
    UnitRow("xc_tap", "新蔡县自来水公司", "县自来水公司", "outer", "enterprise", XINCAI, order=101, phone="0396-0000101"),
)


def _departments(place: str, prefix: str, region: str, area: str, rows: tuple[tuple[str, str, str], ...]) -> tuple[UnitRow, ...]:
    return tuple(
        UnitRow(
            f"{prefix}_{key}", f"{place}{name}", short, "department", "government", region,
            parent=f"{prefix}_gov", dispatch_via=f"{prefix}_dispatch", order=order, phone=f"{area}-{order:07d}",
        )
        for order, (key, name, short) in enumerate(rows, start=30)
    )


def _county_units(order: int, key: str, region: str, name: str) -> tuple[UnitRow, ...]:
    npc = f"{key}_npc"
    base = 200 + 10 * order
    return (
        UnitRow(
            npc, f"{name}人民代表大会常务委员会", f"{name}人大常委会", "congress", "congress", region,
            order=base, phone=f"0393-{base:07d}",
        ),
        UnitRow(
            f"{key}_liaison", f"{name}人民代表大会常务委员会选举任免代表联络工作委员会", f"{name}人大常委会选工委",
            "office", "congress", region, parent=npc, order=base + 1, phone=f"0393-{base + 1:07d}",
        ),
        UnitRow(
            f"{key}_gov", f"{name}人民政府", f"{name}政府", "organ", "government", region,
            parent="py_gov", dispatch_via="py_dispatch", order=base + 2, phone=f"0393-{base + 2:07d}",
        ),
    )


def town_congress(key: str, code: str, *, county: str, parent: str, order: int, area: str) -> UnitRow:
    """A township's presidium, or a street's working committee of the county's standing committee."""
    place = next(row.name for row in REGIONS if row.code == code)
    street = place.endswith("街道")
    name = f"{county}人大常委会{place}工作委员会" if street else f"{county}{place}人民代表大会主席团"
    short = f"{place}人大工委" if street else f"{place}人大主席团"
    return UnitRow(
        key, name, short, "town_congress", "congress", code, parent=parent, order=order, phone=f"{area}-{order:07d}"
    )


_COUNTY_NAMES = {key: name for key, _, name in _COUNTIES}

_PUYANG_TOWNS = tuple(
    town_congress(
        f"{key}_town", code, county=_COUNTY_NAMES[county], parent=f"{county}_npc", order=300 + order, area="0393"
    )
    for order, (key, code, county) in enumerate(_TOWNS, start=1)
)

# One for every township and street of Xincai: `xc_town_411729101` and so on.
_XINCAI_TOWNS = tuple(
    town_congress(
        f"xc_town_{row.code}", row.code, county="新蔡县", parent="xc_npc", order=300 + order, area="0396"
    )
    for order, row in enumerate((r for r in REGIONS if r.parent == XINCAI), start=1)
)

UNITS: tuple[UnitRow, ...] = (
    *_CITY_CONGRESS,
    *_departments("濮阳市", "py", PUYANG, "0393", _CITY_DEPARTMENTS),
    *_CITY_OTHERS,
    *(unit for order, county in enumerate(_COUNTIES, start=1) for unit in _county_units(order, *county)),
    *_PUYANG_TOWNS,
    *_XINCAI_HEAD,
    *_departments("新蔡县", "xc", XINCAI, "0396", _XINCAI_DEPARTMENTS),
    *_XINCAI_OTHERS,
    *_XINCAI_TOWNS,
)
