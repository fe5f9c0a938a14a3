"""Stations and activity groups of the demonstration, with who works there."""

from datetime import time
from typing import Any

from liaison_portal.demo.content import GroupRow, StaffRow, StationRow
from liaison_portal.demo.content.people import XINCAI_DEPUTIES, XINCAI_USERS, person
from liaison_portal.demo.content.regions import REGIONS

_TUESDAYS = "每月第一、第三个星期二 8:30—11:30"

# The rule behind each of the hours above and below: pattern, day of the week, ordinals or days, hours.
RULES: dict[str, dict[str, Any]] = {
    _TUESDAYS: {"pattern": "nth", "weekday": 1, "numbers": [1, 3], "starts_at": time(8, 30), "ends_at": time(11, 30)},
    "每周三 15:00—17:30": {"pattern": "weekly", "weekday": 2, "starts_at": time(15), "ends_at": time(17, 30), "gap_days": 7},
    "每月10日、25日 9:00—11:30": {
        "pattern": "dates", "numbers": [10, 25], "starts_at": time(9), "ends_at": time(11, 30),
    },
    "每月第一个星期五 9:00—11:30": {
        "pattern": "nth", "weekday": 4, "numbers": [1], "starts_at": time(9), "ends_at": time(11, 30), "shift": "later",
    },
    "每月第二个星期五 8:30—11:30": {
        "pattern": "nth", "weekday": 4, "numbers": [2], "starts_at": time(8, 30), "ends_at": time(11, 30),
    },
}
MOVED_BECAUSE = "县里通知当天开会"
SWAP_WORDS = "那天要带孩子去医院"

PUYANG_STATIONS: tuple[StationRow, ...] = (
    StationRow(
        "py_st_zhongyuanlu", "中原路街道代表联络站", "410902001", "华龙区中原路街道办事处便民服务大厅东侧", "每周三 15:00—17:30", (1,),
        (StaffRow("head", "史红钧", "中原路街道人大工委主任"), StaffRow("liaison", "荆晓燕", "街道办事处工作人员")),
    ),
    StationRow(
        "py_st_mazhuangqiao", "马庄桥镇代表联络站", "410922101", "清丰县马庄桥镇综治中心一楼", _TUESDAYS, (1,),
        (
            StaffRow("head", "苗振国", "马庄桥镇人大主席"), StaffRow("deputy_head", "尚培英", "村党支部书记"),
            StaffRow("liaison", "栾志强", "镇党政办工作人员"),
        ),
    ),
    StationRow(
        "py_st_hanzhang", "韩张镇代表联络站", "410923101", "南乐县韩张镇便民服务中心", "每月10日、25日 9:00—11:30", (1,),
        (StaffRow("head", "巫振江", "韩张镇人大主席"), StaffRow("liaison", "勾晓丽", "镇人大干事")),
    ),
    StationRow(
        "py_st_pucheng", "濮城镇代表联络站", "410926101", "范县濮城镇综治中心院内", "每月第一个星期五 9:00—11:30", (1,),
        (StaffRow("head", "逄大伟", "濮城镇人大主席"), StaffRow("liaison", "应红霞", "镇人大干事")),
    ),
    StationRow(
        "py_st_sunkou", "孙口镇代表联络站", "410927102", "台前县孙口镇党群服务中心一楼", _TUESDAYS, (1,),
        (StaffRow("head", "厉国栋", "孙口镇人大主席"), StaffRow("liaison", "从玉琴", "镇人大干事")),
    ),
    StationRow(
        "py_st_qingzu", "庆祖镇代表联络站", "410928103", "濮阳县庆祖镇综治中心一楼接待室", _TUESDAYS, (1, 2),
        (
            StaffRow("head", "巩秀峰", "庆祖镇人大副主席", account="head"),
            StaffRow("deputy_head", "范双喜", "村党支部书记"),
            StaffRow("liaison", "窦晓敏", "镇便民服务中心工作人员", account="liaison"),
        ),
    ),
)

PUYANG_GROUPS: tuple[GroupRow, ...] = (
    GroupRow("410902001", 1, "中原路街道第一活动小组", ("a09", "a10", "a11", "a12")),
    GroupRow(
        "410922101", 1, "马庄桥镇第一活动小组", ("b09", "b10", "b11", "b12", "b13", "b14", "n5001", "n5002", "n5003", "n5004")
    ),
    GroupRow("410923101", 1, "韩张镇第一活动小组", ("n5011", "n5012", "n5013", "n5014", "n5015", "n5016", "n5017", "n5018")),
    GroupRow("410926101", 1, "濮城镇第一活动小组", ("n5021", "n5022", "n5023", "n5024", "n5025", "n5026", "n5027", "n5028")),
    GroupRow("410927102", 1, "孙口镇第一活动小组", ("n5031", "n5032", "n5033", "n5034", "n5035", "n5036", "n5037", "n5038")),
    GroupRow(
        "410928103", 1, "庆祖镇第一活动小组",
        ("c09", "c10", "c12", "c13", "n5041", "n5042", "n5043", "n5044", "n5045", "n5046", "n5047", "n5048"),
    ),
    GroupRow(
        "410928103", 2, "庆祖镇第二活动小组",
        ("c11", "c14", "n5051", "n5052", "n5053", "n5054", "n5055", "n5056", "n5057", "n5058", "n5059"),
    ),
)

# A village or community of each township of Xincai for its second station.
_SECOND_PLACES: dict[str, str] = {
    "411729001": "三里湾社区",
    "411729002": "十里铺村",
    "411729003": "仁和社区",
    "411729101": "周寺村",
    "411729102": "任集村",
    "411729103": "梅楼村",
    "411729104": "李长营村",
    "411729105": "耿集村",
    "411729106": "北泉寺村",
    "411729107": "时寨村",
    "411729108": "葛陵村",
    "411729109": "秦桥村",
    "411729110": "宋桥村",
    "411729111": "八里岗村",
    "411729112": "段庄村",
    "411729204": "吴店村",
    "411729205": "枣林村",
    "411729206": "王里店村",
    "411729207": "班台村",
    "411729208": "申桥村",
    "411729209": "毛桥村",
    "411729210": "三里桥村",
}


def _xincai_staff(key: str, number: int, township: str) -> tuple[StaffRow, ...]:
    own = {row.role.removeprefix("station_"): row for row in XINCAI_USERS if row.station == key}
    names = [person(6000 + 3 * number + i)[0] for i in range(3)]
    chair = "人大工委主任" if township.endswith("街道") else "人大主席"
    head = f"{township}{chair}" if number % 2 == 0 else "县人大代表、村（社区）党组织书记"
    posts = (head, "代表小组组长", f"{township}人大干事")
    rows = [StaffRow(*row) for row in zip(("head", "deputy_head", "liaison"), names, posts, strict=True)]
    return tuple(
        StaffRow(row.role, own[row.role].name, row.post, own[row.role].username) if row.role in own else row for row in rows
    )


def xincai_stations() -> tuple[StationRow, ...]:
    """The stations of Xincai: one at each township's seat, most with a second in a village; all groups are served."""
    names = {row.code: row.name for row in REGIONS}
    found: list[StationRow] = []
    for row in XINCAI_DEPUTIES:
        township = names[row.region]
        places = [(f"{township}代表联络中心站", f"新蔡县{township}便民服务中心一楼")]
        if row.stations > 1:
            village = _SECOND_PLACES[row.region]
            places.append((f"{township}{village}代表联络站", f"新蔡县{township}{village}党群服务中心"))
        for number, (name, address) in enumerate(places, start=1):
            groups = tuple(g for g in range(1, row.groups + 1) if (g - 1) % len(places) == number - 1)
            hours = _TUESDAYS if number == 1 else "每月第二个星期五 8:30—11:30"
            key = f"xc_st_{row.region}_{number}"
            staff = _xincai_staff(key, 2 * len(found) + number - 1, township)
            found.append(StationRow(key, name, row.region, address, hours, groups, staff))
    return tuple(found)
