"""Invented people: the accounts, those at the three sittings, the advisers, and material for the 1,994 deputies.

No name is meant to be anybody's. `person(n)` always gives the same person for the same number;
among two thousand a few names come twice, as in life.
"""

from random import Random

from liaison_portal.demo.content import AccountRow, ContactRow, ParticipantRow, SittingRow, TownshipDeputies
from liaison_portal.demo.content.regions import PUYANG, REGIONS, XINCAI

# Surnames with a weight that follows how common they are in the south-east of Henan.
SURNAMES: tuple[tuple[str, int], ...] = (
    ("王", 100), ("李", 98), ("张", 96), ("刘", 70), ("杨", 36), ("陈", 34), ("赵", 34), ("马", 20), ("郭", 20), ("吴", 18),
    ("周", 18), ("孙", 18), ("徐", 16), ("朱", 16), ("宋", 14), ("胡", 13), ("高", 12), ("韩", 12), ("许", 11), ("魏", 11),
    ("梁", 9), ("任", 9), ("曹", 9), ("冯", 8), ("何", 8), ("黄", 8), ("邢", 6), ("段", 6), ("申", 5), ("谢", 5),
    ("闫", 5), ("田", 5), ("董", 5), ("丁", 5), ("余", 4), ("袁", 4), ("常", 4), ("耿", 4), ("葛", 4), ("贾", 4),
    ("姚", 4), ("范", 4), ("熊", 3), ("汪", 3), ("戚", 2), ("龚", 2), ("涂", 2), ("邹", 2), ("曾", 2), ("程", 3),
    ("彭", 3), ("罗", 3), ("雷", 2), ("孔", 2), ("单", 1), ("仇", 1), ("翁", 1), ("沙", 1), ("海", 1), ("欧阳", 1),
)
MALE_GIVEN = (
    "建军", "志强", "国庆", "永刚", "海涛", "新民", "保国", "春生", "学文", "德福", "长青", "文斌", "俊杰", "振华", "广田", "全喜",
    "金山", "红军", "成林", "玉良", "世杰", "晓东", "卫东", "留柱", "来福", "占军", "书明", "绍华", "东旭", "向阳", "家兴", "运动",
    "守信", "明理", "立新", "铁山", "大伟", "永生", "继承", "志远", "鹏飞", "伟民", "清泉", "天佑", "敬业", "国锋", "中华", "同心",
    "松涛", "培德", "汝明", "兴旺", "自强", "昌盛", "万里", "喜顺", "耀辉", "双印", "恒志", "克勤", "连成", "文彬", "少华", "子龙",
    "磊", "辉", "超", "峰", "斌", "亮", "坤",
)
FEMALE_GIVEN = (
    "秀英", "桂兰", "玉梅", "淑珍", "爱华", "春霞", "红梅", "海燕", "丽娟", "小红", "凤霞", "慧敏", "雪莲", "金凤", "素云", "月娥",
    "俊英", "艳丽", "玉洁", "婷婷", "书娟", "巧玲", "喜梅", "新华", "兰英", "翠平", "瑞芳", "青云", "香莲", "文静", "晓燕", "丹丹",
    "秋菊", "美玲", "会芳", "培英", "荣花", "梦瑶", "思雨", "佳慧", "银环", "改香", "爱勤", "转运", "清华", "云霞", "东梅", "苏杭",
    "静", "丽", "敏", "芳", "娟", "玲", "艳", "洁", "颖", "琳", "倩",
)
MALE_FIRST = "安邦昌道方丰冠广海鸿嘉景开凌茂宁启庆瑞尚泰文熙贤永玉元泽展正忠国建志春保德学新长"
MALE_LAST = "本朝川春凡帆贵河衡吉坚健江良林伦民铭平谦全仁荣善山生胜轩扬义毅源征洲才成来顺停"
FEMALE_FIRST = "爱彩春翠凤桂红华惠佳金静兰莲丽玲美梦妙巧清如瑞淑书思素婉文喜霞香小晓秀雅艳银英玉月云"
FEMALE_LAST = "娥芬凤花环娟君兰莲玲梅妮平勤琴荣茹婷霞仙娴香欣雪叶怡英莹云枝芝珠"
WOMEN_SHARE = 0.36
COMMON_SHARE = 0.3  # the rest of the given names are put together from two characters
# Professions with weights: what deputies of a farming county do.
PROFESSIONS: tuple[tuple[str, int], ...] = (
    ("村党支部书记", 24), ("村民委员会委员", 14), ("种植户", 16), ("养殖户", 7), ("家庭农场主", 5), ("农民专业合作社理事长", 6),
    ("村民小组长", 8), ("乡村医生", 5), ("中小学教师", 6), ("幼儿园园长", 2), ("个体工商户", 7), ("企业职工", 7), ("企业负责人", 5),
    ("农业技术员", 3), ("卫生院医生", 3), ("护士", 2), ("乡镇干部", 7), ("社区工作者", 4), ("退役军人", 3), ("快递站点负责人", 1),
    ("电商从业者", 2), ("律师", 1), ("人民调解员", 2), ("非物质文化遗产传承人", 1), ("网格员", 3), ("残疾人专职委员", 1),
)


def _pick(random: Random, rows: tuple[tuple[str, int], ...]) -> str:
    return random.choices([name for name, _ in rows], [weight for _, weight in rows])[0]


def person(number: int) -> tuple[str, str, str]:
    """Name, gender ("m" or "f") and profession of the invented person `number`."""
    random = Random(number * 7919 + 17)
    gender = "f" if random.random() < WOMEN_SHARE else "m"
    common, first, last = (FEMALE_GIVEN, FEMALE_FIRST, FEMALE_LAST) if gender == "f" else (MALE_GIVEN, MALE_FIRST, MALE_LAST)
    made = random.choice(first) + random.choice(last)
    given = random.choice(common) if random.random() < COMMON_SHARE or made[0] == made[1] else made
    return _pick(random, SURNAMES) + given, gender, _pick(random, PROFESSIONS)


# groups, stations, province, city, county, township, both county and township, both city and county
XINCAI_DEPUTIES: tuple[TownshipDeputies, ...] = (
    TownshipDeputies("411729001", 3, 2, 1, 5, 36, 0, 0, 3),  # 古吕街道
    TownshipDeputies("411729002", 2, 2, 0, 3, 23, 0, 0, 1),  # 今是街道
    TownshipDeputies("411729003", 2, 2, 0, 3, 25, 0, 0, 1),  # 月亮湾街道
    TownshipDeputies("411729101", 6, 2, 1, 1, 9, 79, 6, 0),  # 砖店镇
    TownshipDeputies("411729102", 6, 2, 0, 1, 10, 89, 7, 0),  # 陈店镇
    TownshipDeputies("411729103", 6, 2, 0, 1, 10, 86, 7, 0),  # 佛阁寺镇
    TownshipDeputies("411729104", 8, 2, 1, 3, 13, 109, 9, 1),  # 练村镇
    TownshipDeputies("411729105", 7, 2, 0, 2, 11, 101, 7, 1),  # 棠村镇
    TownshipDeputies("411729106", 7, 2, 0, 2, 12, 104, 8, 1),  # 韩集镇
    TownshipDeputies("411729107", 8, 2, 0, 2, 13, 106, 9, 1),  # 龙口镇
    TownshipDeputies("411729108", 5, 2, 0, 1, 8, 70, 5, 0),  # 李桥回族镇
    TownshipDeputies("411729109", 5, 2, 0, 1, 8, 73, 5, 0),  # 黄楼镇
    TownshipDeputies("411729110", 7, 2, 0, 1, 11, 96, 7, 0),  # 孙召镇
    TownshipDeputies("411729111", 8, 2, 0, 2, 13, 106, 9, 1),  # 余店镇
    TownshipDeputies("411729112", 7, 2, 0, 2, 11, 99, 7, 1),  # 栎城镇
    TownshipDeputies("411729204", 5, 2, 0, 1, 7, 66, 5, 0),  # 河坞乡
    TownshipDeputies("411729205", 6, 2, 0, 1, 9, 79, 6, 0),  # 关津乡
    TownshipDeputies("411729206", 6, 2, 0, 1, 9, 81, 6, 0),  # 宋岗乡
    TownshipDeputies("411729207", 8, 2, 0, 2, 12, 106, 8, 1),  # 顿岗乡
    TownshipDeputies("411729208", 8, 2, 0, 3, 13, 109, 9, 1),  # 涧头乡
    TownshipDeputies("411729209", 5, 2, 0, 1, 9, 76, 6, 0),  # 杨庄户乡
    TownshipDeputies("411729210", 7, 2, 0, 2, 12, 104, 8, 1),  # 化庄乡
    TownshipDeputies("411729213", 5, 1, 0, 1, 8, 71, 5, 0),  # 弥陀寺乡
)


def levels_of(row: TownshipDeputies) -> tuple[tuple[str, ...], ...]:
    """The mandates of each person of a township, highest first; one entry a person."""
    city_only = row.city - row.city_and_county
    county_only = row.county - row.city_and_county - row.county_and_township
    township_only = row.township - row.county_and_township
    return (
        *[("province",)] * row.province,
        *[("city",)] * city_only,
        *[("city", "county")] * row.city_and_county,
        *[("county",)] * county_only,
        *[("county", "township")] * row.county_and_township,
        *[("township",)] * township_only,
    )


def group_of(row: TownshipDeputies, index: int) -> int:
    """The group number of a township's person `index` (0…): dealt out in turn, so that levels mix."""
    return index % row.groups + 1


ACCOUNTS: tuple[AccountRow, ...] = (
    AccountRow("staff", "孟晓岚", "市人大常委会选工委一级主任科员", "staff", unit="py_liaison", region=PUYANG),
    AccountRow("office", "袁立群", "市人大常委会办公室秘书科科长", "office", unit="py_office", region=PUYANG),
    AccountRow("leader", "黎景春", "市人大常委会副主任", "leader", unit="py_npc", region=PUYANG),
    AccountRow("township", "柴立新", "濮阳县庆祖镇人大主席", "township", unit="qingzu_town", region="410928103"),
    AccountRow("head", "巩秀峰", "庆祖镇代表联络站站长、镇人大副主席", "station_head", region="410928103", station="py_st_qingzu"),
    AccountRow("liaison", "窦晓敏", "庆祖镇代表联络站联络员", "station_liaison", region="410928103", station="py_st_qingzu"),
    AccountRow("deputy", "程秀兰", "庆祖镇村党支部书记", "deputy", region="410928103"),
    AccountRow("dispatcher", "闫少锋", "市政府办公室督查室主任", "dispatcher", unit="py_dispatch"),
    AccountRow("agency", "庄丽娜", "市民政局基层政权和社区治理科科长", "agency_clerk", unit="py_civil"),
    AccountRow("agencyhead", "莫卫国", "市民政局局长", "agency_head", unit="py_civil"),
    AccountRow("agency2", "费海涛", "市财政局行政政法科科长", "agency_clerk", unit="py_finance"),
    AccountRow("sysadmin", "裴振宇", "市人大常委会办公室信息科", "sysadmin"),
    AccountRow("secadmin", "蒋云", "市人大常委会办公室保密办", "secadmin"),
    AccountRow("auditor", "鲍静", "市人大常委会机关纪委", "auditor"),
)

XINCAI_STATION = "xc_st_411729101_1"  # where the accounts of Xincai work
XINCAI_DEPUTY = ("411729101", 6)  # township and place in it of the deputy with an account; on duty there

# The second place: the county's committee, and one station with its township and a deputy.
XINCAI_USERS: tuple[AccountRow, ...] = (
    AccountRow("xc-staff", "晏明霞", "县人大常委会选工委副主任", "staff", unit="xc_liaison", region=XINCAI),
    AccountRow("xc-office", "麦志华", "县人大常委会办公室工作人员", "office", unit="xc_office", region=XINCAI),
    AccountRow("xc-township", "冉国栋", "新蔡县砖店镇人大主席", "township", unit="xc_town_411729101", region="411729101"),
    AccountRow("xc-head", "楚明亮", "砖店镇代表联络中心站站长、镇人大副主席", "station_head", region="411729101", station=XINCAI_STATION),
    AccountRow("xc-liaison", "柯小燕", "砖店镇代表联络中心站联络员", "station_liaison", region="411729101", station=XINCAI_STATION),
    AccountRow("xc-deputy", "左秋菊", "村民委员会委员", "deputy", region="411729101"),
)


def unit_people(order: int) -> tuple[str, str]:
    """The clerk and the head of an agency that has no demonstration account, by the unit's `order`."""
    return person(7000 + 2 * order)[0], person(7001 + 2 * order)[0]


MEETING_TITLE = "濮阳市第九届人民代表大会常务委员会第十次会议"
MEETING_SHORT = "九届十次会议"
AGENDA = (
    ("regulation", "审议《濮阳市基层网格化服务管理条例（草案）》"),
    ("decision", "审议《濮阳市人民代表大会常务委员会关于助力基层治理现代化的决定（草案）》"),
)

_FIRST = (
    ParticipantRow("a01", "周培林", "m", "member", "市人大常委会委员", "convener"),
    ParticipantRow("a02", "郭秋菊", "f", "member", "市人大常委会委员、律师", "key"),
    ParticipantRow("a03", "潘启铭", "m", "member", "市人大常委会委员、市人大社会建设委员会委员", "key"),
    ParticipantRow("a04", "邢淑芳", "f", "member", "市人大常委会委员、高级教师"),
    ParticipantRow("a05", "仝广野", "m", "member", "市人大常委会委员、企业负责人"),
    ParticipantRow("a06", "路长河", "m", "nonvoting", "市公安局副局长", unit="py_police"),
    ParticipantRow("a07", "毕玉贞", "f", "nonvoting", "市民政局副局长", unit="py_civil"),
    ParticipantRow("a08", "武建业", "m", "nonvoting", "市财政局四级调研员", unit="py_finance"),
    ParticipantRow("a09", "牛俊岭", "m", "city_deputy", "市人大代表、社区党委书记", levels=("city", "county"), home="410902001"),
    ParticipantRow("a10", "晁玉霞", "f", "city_deputy", "市人大代表、社区卫生服务中心主任", levels=("city",), home="410902004"),
    ParticipantRow("a11", "管福生", "m", "county_deputy", "区人大代表、物业服务企业经理", levels=("county",), home="410902003"),
    ParticipantRow("a12", "靳雪琴", "f", "county_deputy", "区人大代表、小学校长", levels=("county",), home="410902002"),
    ParticipantRow("a13", "史红钧", "m", "town_npc", "华龙区中原路街道人大工委主任", unit="zhongyuanlu_town", home="410902001"),
    ParticipantRow("a14", "师小丽", "f", "grid", "中原路街道专职网格员", home="410902001"),
    ParticipantRow("a15", "甄海波", "m", "grid", "人民路街道专职网格员", home="410902004"),
    ParticipantRow("a16", "刁建设", "m", "citizen_rep", "公民代表、退休工程师", home="410902005"),
    ParticipantRow("a17", "芦玉珍", "f", "citizen_rep", "公民代表、个体经营户", home="410902002"),
    ParticipantRow("a18", "房守业", "m", "resident", "社区居民", home="410902001", phone="13800000018", secret=True),
    ParticipantRow("a19", "米春燕", "f", "resident", "社区居民", home="410902001"),
    ParticipantRow("a20", "翟东升", "m", "nonvoting", "市司法局副局长", unit="py_justice"),
)

_SECOND = (
    ParticipantRow("b01", "逯明山", "m", "member", "市人大常委会委员", "convener"),
    ParticipantRow("b02", "申玉华", "f", "member", "市人大常委会委员、市人大监察和司法委员会委员", "key"),
    ParticipantRow("b03", "宗立夫", "m", "member", "市人大常委会委员、高校教师", "key"),
    ParticipantRow("b04", "乔凤英", "f", "member", "市人大常委会委员、主任医师"),
    ParticipantRow("b05", "葛运来", "m", "member", "市人大常委会委员、农业企业负责人"),
    ParticipantRow("b06", "陆卫疆", "m", "nonvoting", "市消防救援支队副支队长", unit="py_fire"),
    ParticipantRow("b07", "曲晓东", "m", "nonvoting", "市行政审批和政务信息管理局副局长", unit="py_data"),
    ParticipantRow("b08", "阮文静", "f", "nonvoting", "市中级人民法院审判委员会委员", unit="py_court"),
    ParticipantRow("b09", "尚培英", "f", "city_deputy", "市人大代表、村党支部书记", levels=("city", "county"), home="410922101"),
    ParticipantRow("b10", "贺志钢", "m", "city_deputy", "市人大代表、家具企业负责人", levels=("city",), home="410922101"),
    ParticipantRow("b11", "岳海芹", "f", "county_deputy", "县人大代表、乡村医生", levels=("county", "township"), home="410922101"),
    ParticipantRow("b12", "娄道远", "m", "county_deputy", "县人大代表、种粮大户", levels=("county",), home="410922107"),
    ParticipantRow("b13", "支秀兰", "f", "town_deputy", "镇人大代表、村妇联主席", levels=("township",), home="410922101"),
    ParticipantRow("b14", "祁文生", "m", "town_deputy", "镇人大代表、村民小组长", levels=("township",), home="410922101"),
    ParticipantRow("b15", "苗振国", "m", "town_npc", "清丰县马庄桥镇人大主席", unit="mazhuangqiao_town", home="410922101"),
    ParticipantRow("b16", "连小霞", "f", "grid", "马庄桥镇专职网格员", home="410922101"),
    ParticipantRow("b17", "卜庆丰", "m", "grid", "马庄桥镇兼职网格员", home="410922101"),
    ParticipantRow("b18", "戴国强", "m", "citizen_rep", "公民代表、退休教师", home="410922100"),
    ParticipantRow("b19", "耿爱莲", "f", "citizen_rep", "公民代表、超市经营户", home="410922100"),
    ParticipantRow("b20", "吕二梅", "f", "resident", "村民", home="410922101", phone="13900000020", secret=True),
    ParticipantRow("b21", "臧长顺", "m", "resident", "村民", home="410922101"),
)

_THIRD = (
    ParticipantRow("c01", "康继业", "m", "member", "市人大常委会委员", "convener"),
    ParticipantRow("c02", "霍敏", "f", "member", "市人大常委会委员、市人大法制委员会委员", "key"),
    ParticipantRow("c03", "桑建平", "m", "member", "市人大常委会委员、市人大农业与农村委员会委员", "key"),
    ParticipantRow("c04", "常桂枝", "f", "member", "市人大常委会委员、农艺师"),
    ParticipantRow("c05", "谷洪涛", "m", "member", "市人大常委会委员、会计师"),
    ParticipantRow("c06", "严新民", "m", "nonvoting", "市人力资源和社会保障局副局长", unit="py_labour"),
    ParticipantRow("c07", "殷学礼", "m", "nonvoting", "濮阳县人民政府副县长", unit="puyangxian_gov"),
    ParticipantRow("c08", "温丽君", "f", "nonvoting", "市人民检察院检察委员会委员", unit="py_procuratorate"),
    ParticipantRow(
        "c09", "程秀兰", "f", "city_deputy", "市人大代表、庆祖镇村党支部书记",
        levels=("city", "county", "township"), home="410928103", account="deputy",
    ),
    ParticipantRow("c10", "景守田", "m", "city_deputy", "市人大代表、农民专业合作社理事长", levels=("city",), home="410928104"),
    ParticipantRow("c11", "范双喜", "m", "county_deputy", "县人大代表、村党支部书记", levels=("county", "township"), home="410928103"),
    ParticipantRow("c12", "麻桂荣", "f", "county_deputy", "县人大代表、人民调解员", levels=("county",), home="410928103"),
    ParticipantRow("c13", "郝铁柱", "m", "town_deputy", "镇人大代表、养殖户", levels=("township",), home="410928103"),
    ParticipantRow("c14", "辛巧云", "f", "town_deputy", "镇人大代表、幼儿园园长", levels=("township",), home="410928103"),
    ParticipantRow(
        "c15", "柴立新", "m", "town_npc", "濮阳县庆祖镇人大主席", unit="qingzu_town", home="410928103", account="township"
    ),
    ParticipantRow("c16", "屈小军", "m", "grid", "庆祖镇专职网格员", home="410928103"),
    ParticipantRow("c17", "单海英", "f", "grid", "庆祖镇兼职网格员", home="410928103"),
    ParticipantRow("c18", "盖文涛", "m", "citizen_rep", "公民代表、货车司机", home="410928103"),
    ParticipantRow("c19", "井春花", "f", "citizen_rep", "公民代表、返乡创业人员", home="410928103"),
    ParticipantRow("c20", "岑有福", "m", "resident", "村民", home="410928103", phone="13700000020", secret=True),
    ParticipantRow("c21", "冉玉兰", "f", "resident", "村民", home="410928103"),
)

SITTINGS: tuple[SittingRow, ...] = (
    SittingRow(
        "one", "第一组", "分组会议暨民意征集座谈会（第一组）", "410902", "华龙区综治中心二楼会议室",
        ("华龙区综治中心", "中原路街道综治中心", "中原路街道一个社区"), "14:30", "17:40", _FIRST,
    ),
    SittingRow(
        "two", "第二组", "分组会议暨民意征集座谈会（第二组）", "410922101", "清丰县马庄桥镇综治中心",
        ("清丰县综治中心", "马庄桥镇综治中心", "马庄桥镇一个村"), "14:30", "17:20", _SECOND,
    ),
    SittingRow(
        "three", "第三组", "分组会议暨民意征集座谈会（第三组）", "410928103", "濮阳县庆祖镇综治中心",
        ("濮阳县综治中心", "庆祖镇综治中心", "庆祖镇一个村的网格驿站"), "14:30", "17:50", _THIRD,
    ),
)

PARTICIPANTS: dict[str, ParticipantRow] = {row.key: row for sitting in SITTINGS for row in sitting.participants}

# 立法顾问: professional people appointed by the county's standing committee.
ADVISERS: tuple[ContactRow, ...] = tuple(
    ContactRow("adviser", name, post, XINCAI)
    for name, post in (
        ("康永谦", "律师事务所主任"), ("瞿文华", "执业律师"), ("宁致远", "执业律师"), ("滕海波", "公司法务负责人"),
        ("秦书琴", "公证员"), ("简志诚", "基层法律服务工作者"), ("洪玉清", "退休法官"), ("蓝正义", "退休检察官"),
        ("尹德厚", "退休司法所所长"), ("车晓梅", "县委党校教师"), ("聂国栋", "中学政治教师"), ("向东方", "高级农艺师"),
        ("饶秀芝", "主任医师"), ("申屠明", "注册会计师"), ("柏建林", "高级工程师"), ("鄢松林", "城乡规划师"), ("阎红霞", "社会工作师"),
    )
)

REPORTER_COUNT = 36
COLLECTOR_COUNT = 156
_REPORTER_POSTS = ("乡镇司法所工作人员", "代表联络站联络员", "村（社区）法律顾问", "乡镇人大干事")
_COLLECTOR_POSTS = ("村（社区）网格员", "村民小组长", "村妇联主席", "乡村教师", "人民调解员", "企业职工代表")
_TOWNSHIPS = tuple(row.code for row in REGIONS if row.parent == XINCAI)


def contacts() -> tuple[ContactRow, ...]:
    """All legislative contacts of Xincai: advisers, then direct reporters, then collectors, spread over the townships."""
    spread = [("reporter", 3000, REPORTER_COUNT, _REPORTER_POSTS), ("collector", 4000, COLLECTOR_COUNT, _COLLECTOR_POSTS)]
    return ADVISERS + tuple(
        ContactRow(kind, person(base + i)[0], posts[i % len(posts)], _TOWNSHIPS[i % len(_TOWNSHIPS)])
        for kind, base, count, posts in spread
        for i in range(count)
    )
