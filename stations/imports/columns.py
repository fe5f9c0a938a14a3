"""The columns of a table of stations: what we call them, and what places call them."""

from __future__ import annotations

from stations.choices import Chosen, NatureKind, StaffRole

KIND = "stations"
KEY, NAME, SHORT, HOME, ADDRESS, HOURS, PHONE = "key", "name", "short_name", "home", "address", "hours", "phone"
NATURE, GROUPS = "nature", "groups"
MODEL, LEGISLATIVE, COLLECTION = NatureKind.MODEL.value, NatureKind.LEGISLATIVE.value, NatureKind.COLLECTION.value
HEAD, DEPUTY_HEAD, LIAISON = StaffRole.HEAD.value, StaffRole.DEPUTY_HEAD.value, StaffRole.LIAISON.value
PERSON, ROLE, STARTED, CHOSEN, PAPER, ACCOUNT = "person", "role", "started_on", "chosen_by", "document", "account"
# Our heading first, then what places call the same column.
NAMES: dict[str, tuple[str, ...]] = {
    KEY: ("平台编号", "系统编号"),
    NAME: ("联络站", "联络站名称", "站点名称", "代表联络站", "代表联络站名称", "人大代表联络站", "站名", "站点"),
    SHORT: ("规范简称", "简称"),
    HOME: ("所在乡镇（街道）", "所在乡镇", "乡镇", "乡镇街道", "乡镇（街道）", "所属乡镇", "所在地", "乡镇办", "镇街"),
    ADDRESS: ("地址", "站址", "详细地址", "站点地址", "联络站地址", "地点", "位置"),
    HOURS: ("开放时间", "接待时间", "接待日", "开放日", "接待日期", "接待选民时间"),
    PHONE: ("站内电话", "站点电话", "固定电话", "座机", "办公电话"),
    NATURE: ("站点性质", "站点类型", "性质", "类型", "站点类别"),
    MODEL: ("示范点", "全过程人民民主基层示范点", "基层示范点", "是否示范点"),
    LEGISLATIVE: ("立法联系点", "基层立法联系点", "是否立法联系点"),
    COLLECTION: ("采集点", "立法信息采集点", "信息采集点", "是否采集点"),
    GROUPS: ("进站小组", "活动小组", "代表小组", "进驻小组", "小组", "编组"),
    HEAD: ("站长", "站长姓名", "负责人"),
    DEPUTY_HEAD: ("副站长", "副站长姓名"),
    LIAISON: ("联络员", "联络员姓名", "联系人"),
    PERSON: ("人员姓名", "姓名", "工作人员", "人员"),
    ROLE: ("职责", "站内职务", "岗位", "职务"),
    STARTED: ("到任日期", "到任时间", "任职时间", "任职日期", "起始日期"),
    CHOSEN: ("产生方式", "怎样产生的", "选配或竞选", "选配/竞选"),
    PAPER: ("任职文件", "任命文件", "文号"),
    ACCOUNT: ("登录账号", "账号", "平台账号"),
}
HEADINGS: dict[str, str] = {column: names[0] for column, names in NAMES.items()}
# What holds for every row that does not say it itself.
GIVEN = (HOME, STARTED)
POSTS = (HEAD, DEPUTY_HEAD, LIAISON)
FLAGGED = (MODEL, LEGISLATIVE, COLLECTION)
ROLES: dict[str, str] = {
    **{str(label): value for value, label in StaffRole.choices},
    "主任": StaffRole.HEAD,
    "负责人": StaffRole.HEAD,
    "副主任": StaffRole.DEPUTY_HEAD,
    "工作人员": StaffRole.LIAISON,
    "信息员": StaffRole.LIAISON,
}
WAYS: dict[str, str] = {
    **{str(label): value for value, label in Chosen.choices},
    "选派": Chosen.APPOINTED,
    "任命": Chosen.APPOINTED,
    "兼任": Chosen.APPOINTED,
    "竞聘": Chosen.ELECTED,
    "选举": Chosen.ELECTED,
}
# Words of a column that says what a station is; 联络站 itself is said of every one.
KINDS: dict[str, str] = {
    "示范点": MODEL,
    "立法联系点": LEGISLATIVE,
    "联系点": LEGISLATIVE,
    "采集点": COLLECTION,
}
