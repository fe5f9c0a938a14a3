"""Stations of both places, the activity groups of Puyang, and what people said when they walked in."""

from liaison_portal.demo.content import GroupRow, ReceptionRow, StaffRow, StationRow, VisitRow
from liaison_portal.demo.content.people import XINCAI_DEPUTIES, XINCAI_USERS, person
from liaison_portal.demo.content.regions import REGIONS

_TUESDAYS = "每月第一、第三个星期二 8:30—11:30"

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


RECEPTIONS: tuple[ReceptionRow, ...] = (
    ReceptionRow(
        "py_st_qingzu", 26, "8:30", "11:20", ("c09", "c13"),
        (
            VisitRow(
                "吴兰英", 1,
                "俺家西边那条胡同，下水道盖让拉砖的车压碎了，黑天白日没有人管，前天俺孙子差点掉里头，你们看看能不能先拿个东西盖上。",
                "胡同下水道井盖破损，存在安全隐患，请求先行遮盖、尽快更换。", "城乡建设", "station",
                "当天由站里联系村委会先盖铁板、设警示，三日内更换。",
            ),
            VisitRow(
                "", 3,
                "俺们仨都是种大棚的，浇地的机井去年就抽不上水了，井是公家打的，说是项目的，坏了没有人修。再不浇，黄瓜苗就干死了。",
                "项目机井损坏一年无人维修，影响大棚浇水。", "农业农村", "township", "转庆祖镇人民政府核实机井管护单位。",
            ),
            VisitRow(
                "秦双全", 1,
                "网格员一个月跑断腿，工资拖到下个季度。听说市里开会说了这个事，俺就想问问，啥时候能按月发？",
                "询问兼职网格员补助能否按月发放。", "财政人社", "county", "与会议期间反映的同类问题一并上报。", phone="13600000126", secret=True,
            ),
            VisitRow(
                "汤秀莲", 1,
                "俺来反映一个事，站长巩秀峰他亲戚占了村里的晒场盖棚子，俺跟他说过，他叫俺别管闲事。这个事俺不想叫站里人知道。",
                "反映联络站站长亲属占用村集体晒场，要求对站内人员保密。", "平安法治", "county",
                "涉及本站人员，封存报县人大常委会选工委，站内账号不可见。", phone="13600000127", secret=True, sealed=True,
            ),
        ),
    ),
    ReceptionRow(
        "py_st_qingzu", 12, "8:30", "11:00", ("c11", "c14"),
        (
            VisitRow(
                "段金荣", 1,
                "孩子在镇上中心小学上学，学校门口那条路一下雨就是一脚泥，老人接孩子滑倒好几个了，能不能铺铺砖、装个灯。",
                "中心小学门口道路雨天泥泞、无路灯，请求硬化和照明。", "城乡建设", "suggestion", "由两名县人大代表调研后整理成代表建议。",
            ),
            VisitRow(
                "", 1,
                "俺想问问新农合住院报销的事，俺家老头在市里住院，说要备案，备案咋弄，俺不会摆弄手机。",
                "咨询异地住院医保备案办法。", "民生保障", "settled", "当场由联络员帮助电话备案，并告知报销材料。",
            ),
        ),
        entered_after=2,
    ),
    ReceptionRow(
        "py_st_zhongyuanlu", 20, "15:00", "17:20", ("a09",),
        (
            VisitRow(
                "范国安", 2,
                "俺们楼顶漏雨三年了，物业说大修基金要三分之二业主签字，楼上租户一半联系不上，签不够就没有人管。",
                "老旧楼顶漏雨，维修资金因业主签字不足无法动用。", "城乡建设", "county", "报华龙区人大常委会选工委。",
            ),
            VisitRow(
                "简淑贞", 1,
                "社区食堂办得不错，俺一个人做饭犯愁，中午来吃一顿热乎的，就是台阶太高，拄着拐不好上，安个扶手就齐了。",
                "肯定社区食堂，建议门前台阶加装扶手。", "民生保障", "station", "联系社区，两周内安装扶手。",
            ),
        ),
    ),
    ReceptionRow(
        "py_st_mazhuangqiao", 33, "9:00", "11:30", ("b09", "b13"),
        (
            VisitRow(
                "", 1,
                "家具厂那边喷漆味道大，一刮南风村里关着窗户睡觉。查的人来了就停，走了又开。俺不敢留名，怕人家知道。",
                "家具企业喷漆气味扰民，要求匿名处理。", "城乡建设", "county", "匿名登记，报县人大常委会选工委。", secret=True,
            ),
            VisitRow(
                "康桂芝", 1,
                "俺儿子的二级残疾证要换，听说得去县城评，他坐不了车，能不能叫大夫来看一趟？俺在家门口等着，啥时候都中。",
                "重度残疾人换证，请求上门评定。", "民生保障", "township", "转镇残联，联系县残联预约上门评定。",
            ),
        ),
    ),
    ReceptionRow(
        "py_st_hanzhang", 15, "9:00", "11:00", ("n5011", "n5012"),
        (
            VisitRow(
                "杭新江", 1,
                "俺承包了四十亩地，跟邻居为三垄麦子打官司，法院判了俺不服，想请代表给法官说说，让改过来。",
                "对已判决的土地纠纷不服，希望代表干预。", "平安法治", "other_channel",
                "属诉讼事项，代表不直接处理具体案件，已告知上诉期限和法律援助电话。",
            ),
            VisitRow(
                "", 4,
                "村里小广场的健身器材坏了两样，秋千链子断了一根，孩子还在上面荡，看着都害怕。要么修要么拆，别摆着。",
                "村广场健身器材损坏，存在安全隐患。", "民生保障", "station", "当天停用，联系文体部门维修。",
            ),
        ),
    ),
    ReceptionRow(
        "py_st_pucheng", 41, "9:00", "11:20", ("n5021", "n5022"),
        (
            VisitRow(
                "闻有田", 1,
                "采油的路把俺们浇地的沟给压断了，说是赔，赔了两千块钱，沟没有修。水过不来，下游六十多亩没法浇。",
                "作业道路压断灌溉沟渠，六十余亩农田无法浇灌。", "农业农村", "county", "需县级协调企业修复，报县人大常委会选工委。",
            ),
        ),
        entered_after=3,
    ),
    ReceptionRow(
        "py_st_sunkou", 9, "8:30", "11:10", ("n5031", "n5033"),
        (
            VisitRow(
                "翁桂娥", 1,
                "黄河滩区搬迁分的楼房，电梯坏了半个月，俺住九楼，腿不中，下去买个菜得歇三回，半个月没有下去了。",
                "搬迁安置小区电梯停运半月，老人出行困难。", "城乡建设", "township", "转孙口镇人民政府，督促维保单位三日内恢复。",
            ),
            VisitRow(
                "路长顺", 2,
                "滩区的大蒜下来就是一堆，一毛钱一斤也没有人收。镇里能不能找人来收，或者建个冷库，俺们出一部分钱都行。",
                "大蒜集中上市销路不畅，建议建设冷库、组织收购。", "农业农村", "suggestion", "整理成代表建议，联系农业部门调研。",
            ),
        ),
    ),
    ReceptionRow(
        "xc_st_411729001_1", 18, "8:30", "11:00", ("#1", "#3"),
        (
            VisitRow(
                "黎素珍", 1,
                "俺住老街，巷子窄，垃圾车进不来，桶一满就往地上堆，夏天蚊子一层。换成小车一天来两趟行不行？",
                "老街巷窄，垃圾清运不及时，建议改用小型车辆。", "城乡建设", "township", "转古吕街道办事处。",
            ),
            VisitRow(
                "", 2,
                "我们是外地来打工的，孩子想在城里上小学，材料跑了四个地方，一个说要居住证，一个说要社保，到底听谁的？",
                "随迁子女入学材料口径不一致。", "民生保障", "county", "报县人大常委会选工委，请教育部门统一口径。",
            ),
        ),
    ),
    ReceptionRow(
        "xc_st_411729101_1", 24, "8:30", "11:20", ("#1", "#2"),
        (
            VisitRow(
                "翁铁山", 1,
                "砖店到县城的班车一天就剩两趟，老人看病赶不上。以前有五趟的。能不能逢集那天多加一趟？",
                "城乡公交班次减少，建议逢集加开。", "交通运输", "county", "报县人大常委会选工委。",
            ),
            VisitRow(
                "戚小娥", 1,
                "俺媳妇难产落下病根，要办大病救助，乡里叫等，一等就是两个月，借的钱都还不上了。",
                "申请大病医疗救助两个月无结果。", "民生保障", "township", "转镇民政服务站，五个工作日内答复本人。", phone="13500000224", secret=True,
            ),
        ),
        entered_after=1,
    ),
    ReceptionRow(
        "xc_st_411729101_1", 4, "8:30", "11:10", ("#1", "#2"),
        (
            VisitRow(
                "相桂花", 1,
                "村里自来水一天来两个钟头，还是后半夜来，俺家就俺跟小孙子，攒水的缸都搬不动。问水站，说是水泵老了。",
                "村自来水供水时间短且在后半夜，水泵老化，请求解决。", "民生保障", "station",
                "由站里联系镇供水站到村查看水泵，十个工作日内答复本人。", phone="13500000225",
            ),
            VisitRow(
                "", 3,
                "俺几家种辣椒的，烘干都是各家在路边晾，遇上下雨全霉了。镇上要是能有个公用的烘干房，俺们出电费。",
                "辣椒种植户缺少公用烘干设施，建议镇里统筹建设。", "农业农村", "suggestion", "由代表小组调研后整理成代表建议。",
            ),
            VisitRow(
                "都来顺", 1,
                "医保卡上的名字错了一个字，报销不成，跑了两趟县里，说要派出所先改。俺都七十了，能不能给俺一回办好。",
                "医保信息姓名有误，老人多次往返，请求一次办结。", "政务服务", "township", "转镇便民服务中心代办，办好后电话告知。",
                phone="13500000226", secret=True,
            ),
        ),
    ),
    ReceptionRow(
        "xc_st_411729104_1", 30, "8:30", "11:30", ("#2",),
        (
            VisitRow(
                "", 6,
                "俺们六家都在村东头，那条路修了半截，剩下三百米就不修了，说是没有钱了。下雨天棺材都抬不出去。",
                "村东道路剩余三百米未硬化，群众出行困难。", "交通运输", "suggestion", "由代表小组实地察看后整理成代表建议。",
            ),
        ),
    ),
    ReceptionRow(
        "xc_st_411729107_1", 7, "8:30", "10:50", ("#1", "#4"),
        (
            VisitRow(
                "洪二柱", 1,
                "洪河边上的树苗是俺栽的，去年清河道给挖了，答应赔三千，一年了没有影。俺不是要多，就要个准话。",
                "清理河道毁损树苗，赔偿款一年未兑现。", "农业农村", "county", "报县人大常委会选工委，转水利部门核实。",
            ),
            VisitRow(
                "沈玉真", 1,
                "代表普法讲堂讲得好，那天讲婚姻财产，俺听明白了。再来讲讲彩礼退不退，村里好几家正闹这个。",
                "肯定普法讲堂，建议增加彩礼纠纷内容。", "平安法治", "station", "列入下月普法讲堂计划。",
            ),
        ),
    ),
    ReceptionRow(
        "xc_st_411729108_1", 37, "8:30", "11:10", ("#1",),
        (
            VisitRow(
                "马存福", 2,
                "俺们回族老年人的公益性公墓，路不通车，送葬要抬二里地。地界是有证的，就是差一截路。",
                "回族群众公益性公墓道路不通，请求修建。", "民生保障", "suggestion", "会同镇人民政府察看后整理成代表建议。",
            ),
        ),
    ),
    ReceptionRow(
        "xc_st_411729204_1", 14, "8:30", "11:00", ("#3",),
        (
            VisitRow(
                "", 1,
                "村里红白事随礼涨到三百，俺一个月低保才几百，不去又怕人说。红白理事会能不能定个数？",
                "随礼负担重，建议红白理事会约定标准。", "基层治理", "station", "联系村民委员会，提交村民代表会议讨论。",
            ),
            VisitRow(
                "凌玉山", 1,
                "俺在工地干活摔了腰，老板说俺是临时的不算工伤。俺该找谁？总不能躺家里等死。",
                "工地受伤未认定工伤，咨询维权途径。", "财政人社", "other_channel",
                "属工伤认定和劳动仲裁事项，已告知申请时限、地点和法律援助电话，帮助列出证据清单。",
            ),
        ),
    ),
    ReceptionRow(
        "xc_st_411729208_1", 21, "8:30", "11:20", ("#1", "#2"),
        (
            VisitRow(
                "翟凤仙", 1,
                "幼儿园的校车坐不下，俺孙女天天挤在过道。一个月收二百，俺要求不高，每个孩子有个座。",
                "幼儿园校车超员，存在安全隐患。", "民生保障", "county", "当日电话告知教育、公安部门，并报县人大常委会选工委。",
            ),
        ),
    ),
    ReceptionRow(
        "xc_st_411729213_1", 5, "8:30", "11:00", ("#1",),
        (
            VisitRow(
                "", 1,
                "扫了代表码留了言，第二天就有人给俺打电话，水管当天就修好了。俺今天赶集，顺路来谢谢你们。",
                "对扫码反映的水管维修表示感谢。", "政务服务", "settled", "当场答复，记入联络站台账。",
            ),
            VisitRow(
                "甘金斗", 1,
                "种粮补贴少了俺家二亩半，地是俺种着，钱打到转出去那户的卡上了。村里说按证上的名字发。",
                "种粮补贴发放对象与实际耕种人不一致。", "农业农村", "township", "转弥陀寺乡人民政府核实。",
            ),
        ),
        entered_after=1,
    ),
)
