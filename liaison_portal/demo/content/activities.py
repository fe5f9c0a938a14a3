"""Activities of the demonstration: plans of the year, what was held, asked and promised at stations, trainings."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class QuestionRow:
    """A question to a unit: who asked (capacity, name), what became of it (`status`), by when (days from today)."""

    unit: str
    capacity: str
    name: str
    question: str
    status: str
    text: str = ""
    due_in: int = 0
    evidence: str = ""


@dataclass(frozen=True)
class SaidHere:
    """An opinion heard at the activity."""

    capacity: str
    name: str
    words: str
    route: str = "county"
    answer: str = ""


@dataclass(frozen=True)
class ActivityRow:
    """An activity of a station walked to `status`; `days_ago` below zero is to come. `item` is which of the plan."""

    kind: str
    theme: str
    days_ago: int
    starts: str
    ends: str
    place: str
    status: str
    plan: str = ""
    groups: tuple[int, ...] = ()
    guests: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    minutes: str = ""
    item: int | None = None
    said: tuple[SaidHere, ...] = ()
    questions: tuple[QuestionRow, ...] = field(default=())
    pin_days: int = 0


# month from that of loading, what, who, how
PlanRow = tuple[int, str, str, str]
PLAN: tuple[PlanRow, ...] = (
    (-2, "学习代表法，交流履职打算", "全组代表", "站里集中学习半天"),
    (-1, "汛前排水设施调研", "全组代表、信息采集员", "走访三个村，座谈一次"),
    (0, "部门负责人进站问政", "全组代表、群众", "请水利、住建部门负责人到站里来"),
    (1, "走访联系户", "全组代表", "每人走访五户，记下说的事"),
    (2, "视察小学门前道路", "全组代表、老师和家长", "上学时段到现场看"),
    (3, "年终小结，向选民述职", "全组代表、选民", "口头述职，当场回答"),
)


def activities(unit: str, village: str) -> tuple[ActivityRow, ...]:
    """The activities of one station; `unit` is the beginning of its agencies' keys, `village` a place near it."""
    return (
        ActivityRow(
            "survey", "汛前排水设施调研", 33, "9:00", "11:40", f"{village}、村部会议室", "archived", "先看排水沟和涵管，再到村部座谈。",
            groups=(1,), guests=("李工（水利站技术员）",), item=-1,
            minutes="看了三处排水沟、两处涵管，走访十二户。东头的沟三年没有清淤，涵管小，遇大雨倒灌。"
            "大家商定：村里出人、镇里出车，汛前清一遍；涵管改造写成意见报上去。",
            said=(
                SaidHere("resident", "岳桂枝", "俺村东头那条沟三年没清过淤，一下大雨水就往院子里倒，能不能汛前清一回。"),
                SaidHere("grid", "单双林", "涵管太细，光清淤不顶用，得换成粗的，几个村都一样。"),
            ),
        ),
        ActivityRow(
            "inquiry", "水利、住建部门负责人进站问政", 19, "9:00", "11:30", "联络站接待室", "held", "先由群众和代表提问，部门负责人当场回答。",
            groups=(1,), guests=("解兰芝（群众代表）",), units=(f"{unit}_water", f"{unit}_housing"), item=0,
            minutes="群众和代表提了四个问题，部门负责人逐一回答，两件定了期限，由联络站跟进。",
            questions=(
                QuestionRow(
                    f"{unit}_water", "resident", "解兰芝", "村里的机井坏了一眼，春浇排队排到后半夜，啥时候能修？", "kept",
                    "十天内派人修好，并公布报修电话。", -6, "机井已修好，通水当天代表到现场看过，报修电话贴在井房门上。",
                ),
                QuestionRow(
                    f"{unit}_housing", "resident", "苗广田", "街里的路灯坏了七八盏，黑灯瞎火不好走，能不能给个准信？", "promised",
                    "把坏的路灯全部更换，建立巡查台账。", 4,
                ),
                QuestionRow(
                    f"{unit}_housing", "grid", "单双林", "下雨天农贸市场门口积水，商户自己垫砖头，有没有改造打算？", "answered",
                    "已列入今年雨污分流改造，方案正在公示。",
                ),
                QuestionRow(f"{unit}_water", "resident", "齐大娘", "河堤上的护栏缺了一段，孩子放学从那里过，谁来管？", "ledger"),
            ),
        ),
        ActivityRow(
            "law_class", "宅基地和邻里纠纷，法律怎么说", 5, "15:00", "16:30", f"{village}文化广场", "held", "律师代表讲四十分钟，剩下的时间回答。",
            groups=(1,), guests=("孟律师（法律援助中心）",),
        ),
        ActivityRow(
            "contact", "双联走访：听联系户说说心里话", -5, "8:30", "11:00", "各代表联系的村组", "notified", "每位代表走访五户，记下说的事，回来交给联络员。",
            groups=(1, 2), item=1,
        ),
        ActivityRow("clinic", "医生代表义诊", -16, "9:00", "11:30", f"{village}卫生室", "planned", "量血压、测血糖，用药咨询。"),
        ActivityRow("inspection", "视察春季植树造林", 12, "9:00", "11:00", "村外林网", "cancelled", groups=(1,), plan="有大风预报，取消。"),
        ActivityRow(
            "leader", "领导代表进站听基层代表和群众说事", -9, "9:00", "11:00", "联络站接待室", "notified", "领导代表和基层代表一起听群众说事。",
            groups=(1,), pin_days=20,
        ),
    )


# month, what, who, how: the trainings of a committee
TRAININGS: tuple[tuple[int, str, str, str], ...] = (
    (2, "代表履职基础培训", "新任代表", "代表法、组织法，怎样提建议"),
    (4, "代表和联络站站长、小组长专题培训", "站长、副站长、小组长、副组长", "集中一天，双培训、双提升"),
    (6, "立法直报员、信息采集员培训", "立法直报员、信息采集员", "怎样征求意见、怎样报"),
    (9, "怎样写好一件代表建议", "全体代表", "分片进行，现场改稿"),
    (11, "联络员业务培训", "站联络员", "接待登记、意见办理、归档"),
)
TRAINING_DAY = (4, 28)
TRAINING_THEME = "代表和联络站站长、小组长专题培训"
TRAINING_PLACE = "县委党校报告厅"
TRAINING_PLAN = "上午讲代表法和基层立法联系点怎样运行，下午分组交流，带上笔记本。"
TRAINING_MINUTES = (
    "上午讲代表法、全员进站和混合编组怎样落实，下午分组交流接待登记和意见办理。"
    "代表和站长、小组长一起学、一起练，会后把材料发给没有到会的人。"
)
CONTACTS_THEME = "立法直报员、信息采集员培训"

RULE = ("县乡代表小组每年活动不少于4次", "参照外省实施代表法办法的示例，请按本地规定修改")
RULE_MINIMUM = 4
