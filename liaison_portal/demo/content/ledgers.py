"""Receptions told from the paper register, and the county's own form of the monthly ledger."""

from __future__ import annotations

from liaison_portal.demo.content import VisitRow

STATION = "py_st_qingzu"

# Two months back: handed in; the last one was typed after that.
HANDED_IN: tuple[VisitRow, ...] = (
    VisitRow(
        "古秀芝", 2, "村头那个变压器一到晌午就跳，空调开不成，孩子热得睡不着。能不能换个大的？",
        "变压器容量不足，夏季频繁跳闸。", "城乡建设", "township", "转庆祖镇人民政府联系供电所。",
    ),
    VisitRow(
        "", 1, "俺想问问六十岁以后养老金咋领，俺在外头打工断断续续交过几年。",
        "咨询城乡居民养老保险领取办法。", "民生保障", "settled", "当场讲清领取条件，打印了缴费记录。",
    ),
)
LATE_ROW = VisitRow(
    "贾凤梅", 1, "超市门口那段盲道让电动车占满了，俺家老太太看不见，拄着棍走到路当中去了。",
    "盲道被电动车占用，视障老人出行不便。", "城乡建设", "station", "联系物业划线、设挡车桩。",
)
# Last month: waits to be handed in.
LAST_MONTH: tuple[VisitRow, ...] = (
    VisitRow(
        "柳长河", 3, "俺们三个给养殖场打料，活干完四个月了，钱一分没有见。老板电话也不接，俺就想过年前把钱拿回家。",
        "养殖场拖欠三名务工人员工资四个月。", "财政人社", "other_channel",
        "帮助写了情况说明，告知劳动仲裁和法律援助的地点。", elsewhere="arbitration",
    ),
    VisitRow(
        "田素云", 1, "卫生室的大夫一个礼拜来两天，血压药断了俺就得去镇上拿，来回二十里地。",
        "村卫生室坐诊天数少，慢性病取药不便。", "民生保障", "county", "与其他村反映的同类问题一并上报。",
    ),
    VisitRow(
        "", 1, "农家书屋的门老锁着，孩子放假没有地方去，能不能定个开门的点？",
        "农家书屋开放时间不固定。", "民生保障", "station", "与村委会商定周六、周日下午开放。",
    ),
)
# The register that waits to be typed: what stands on the photo, and how many rows of it are entered.
REGISTER: tuple[VisitRow, ...] = (
    VisitRow(
        "邢桂兰", 1, "桥头那个弯道没有镜子，拉粮的大车看不见人，上个月蹭着俺家三轮了。",
        "桥头弯道无广角镜，存在安全隐患。", "平安法治", "township", "转庆祖镇人民政府。",
    ),
    VisitRow("戚永顺", 2, "灌溉渠让建筑垃圾堵了半截，水过不去。", "灌溉渠被建筑垃圾堵塞。", "农业农村", "station"),
    VisitRow("", 1, "路边杨树长到电线上去了，刮风打火。", "行道树与电线接触。", "城乡建设", "township"),
)
TYPED = 1

TITLE = "{地方}{年}年{月}月代表联络站群众意见建议登记台账"
# (key, the county's own heading, width)
COLUMNS: tuple[tuple[str, str, int], ...] = (
    ("number", "序号", 6),
    ("heard_on", "登记日期", 15),
    ("who", "反映人", 9),
    ("headcount", "人数", 6),
    ("deputies", "接待代表", 12),
    ("category", "类别", 10),
    ("content", "反映的问题和建议", 44),
    ("handling", "处理方式", 12),
    ("unit", "承办单位", 14),
    ("due_on", "办理时限", 15),
    ("progress", "办理进度", 12),
    ("result", "办理结果", 22),
    ("feedback", "反馈情况", 13),
    ("rating", "群众评价", 8),
    ("blank1", "备注", 10),
)
