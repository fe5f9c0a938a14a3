"""Residents' messages of the demonstration: whom they wrote to, what they said, what became of it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class MessageRow:
    """A message `days_ago`, to the deputy of the account `deputy` where `to` says so.

    `then` walks it: held, set_aside, open, transcribed, answered, proxy, objected, rated, again, town,
    up, elsewhere, threat; an empty name is 匿名. `photo` and `voice` (seconds) come with it.
    """

    station: str
    days_ago: int
    to: str
    words: str
    then: str = "open"
    name: str = ""
    phone: str = ""
    deputy: str = ""
    photo: bool = False
    voice: int = 0
    answer: str = ""
    grades: tuple[str, str, str] | None = None
    again: str = ""
    door: str = ""
    held: str = ""


PUYANG, XINCAI = "py_st_qingzu", "xc_st"
MESSAGES: tuple[MessageRow, ...] = (
    MessageRow(
        PUYANG, 2, "deputy",
        "西街村小学门口的斑马线磨没了，早上送孩子，大车不让人，俺家老人接孩子都不敢过。盼着重新划上，再装个减速带。",
        name="李秀兰", phone="13600000201", deputy="deputy", photo=True,
    ),
    MessageRow(
        PUYANG, 9, "deputy", "村东头桥上的栏杆断了一截，用绳子拦着，夜里看不见。", "answered",
        name="周大爷", deputy="deputy", photo=True,
        answer="我和村干部一起去看了，先用水泥墩挡住、挂了反光条。镇里已经把修栏杆列进这个月的活，修好我再去看一遍。",
        grades=("good", "fair", "先挡上了就放心些，等着修好。"),
    ),
    MessageRow(
        PUYANG, 7, "deputy", "浇地的电表坏了，村里说要自己掏钱换，是这样吗？", "proxy",
        phone="13600000203", deputy="deputy",
        answer="问过供电所：机井的计量表坏了由供电所免费换，不用自己掏钱。已经替您报上了，三天内来换。",
    ),
    MessageRow(
        PUYANG, 12, "deputy", "俺想问问村里的路灯电费谁出，为啥夜里十点就灭了。", "again", deputy="deputy",
        answer="路灯电费由村集体出，为省电设了十点关灯。", again="冬天天黑得早，下晚班的回来一路摸黑，能不能晚点关？",
    ),
    MessageRow(
        PUYANG, 3, "deputy", "上个月在联络站说的修渠的事，巩秀峰说登记了，问了两回都没有下文，麻烦代表给催催。",
        name="韩大哥", phone="13600000216", deputy="deputy",
    ),
    MessageRow(PUYANG, 1, "station", "", "open", name="吴老师", phone="13600000205", voice=21),
    MessageRow(
        PUYANG, 6, "station", "", "transcribed", voice=38,
        answer="俺是东街的，俺们这一片自来水早上没有劲儿，二楼上不去水，已经有小半个月了，麻烦给问问。",
    ),
    MessageRow(
        PUYANG, 8, "station", "垃圾池满了半个月没有人拉，苍蝇乱飞，幼儿园就在旁边。", "town",
        name="冯女士", phone="13600000207", photo=True,
    ),
    MessageRow(
        PUYANG, 10, "station", "听说高标准农田修的渠到俺们组就断了，图纸上是有的，能不能查查。", "up",
        name="秦师傅", phone="13600000208",
    ),
    MessageRow(
        PUYANG, 15, "station", "俺和包工头的工钱官司，法院判了快一年还没有执行下来，代表能不能给说说话。", "elsewhere",
        phone="13600000209", door="court",
    ),
    MessageRow(PUYANG, 3, "county", "联络站有人收了俺两条烟才给登记，俺不敢在村里说。", name="汤先生", phone="13600000210"),
    MessageRow(PUYANG, 1, "station", "卫生室的退烧药老是没有，看个感冒要跑到镇上。", "held", held="proof"),
    MessageRow(PUYANG, 4, "station", "低价办理各类证件，加微信详谈。", "set_aside", held="trap"),
    MessageRow(
        PUYANG, 5, "deputy", "再不给俺解决宅基地的事，俺就去你家门口闹，你看着办。", "threat", deputy="deputy",
    ),
    MessageRow(
        XINCAI, 2, "deputy", "砖店街上的下水口老堵，一下雨水就漫到门市里，俺们几家合伙掏过两回了。",
        name="刘大姐", phone="13600000214", deputy="xc-deputy", photo=True,
    ),
    MessageRow(
        XINCAI, 8, "station", "文化广场的健身器材坏了两样，胳膊粗的铁管子晃荡，怕砸着孩子。", "answered",
        name="陈女士", phone="13600000215", answer="已请镇里把坏的两样先拆下来，配件到了马上装好。", grades=("good", "good", ""),
    ),
)
