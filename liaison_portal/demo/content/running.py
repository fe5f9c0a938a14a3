"""A sitting that is still being recorded: the third group has come back to say what became of the opinions."""

from liaison_portal.demo.content import OpinionRow, ParticipantRow, SittingRow
from liaison_portal.demo.content.people import PARTICIPANTS

# Who was there before, and who has come for the first time.
AGAIN = ("c03", "c09", "c10", "c11", "c12", "c13", "c15", "c16")
NEW = (
    ParticipantRow("r01", "栾志平", "m", "nonvoting", "市行政审批和政务信息管理局网格平台科科长", unit="py_data"),
    ParticipantRow("r02", "解玉芝", "f", "citizen_rep", "公民代表、乡村小学退休教师", home="410928103"),
    ParticipantRow("r03", "凌得水", "m", "resident", "村民", home="410928103", secret=True),
)

RUNNING = SittingRow(
    "running",
    "第三组回访",
    "座谈会（第三组回访）",
    "410928103",
    "庆祖镇综治中心一楼接待厅",
    (),
    "15:00",
    "",
    (*(PARTICIPANTS[key] for key in AGAIN), *NEW),
)

OPINIONS: tuple[OpinionRow, ...] = (
    OpinionRow(
        "r-01", "c03", "decision", 15, "affirm",
        "上回说过要回来告诉大家办成啥样了，今天就是来兑现的。先听办理情况，再听大家说，说得不对的当面改。",
    ),
    OpinionRow(
        "r-02", "c16", "regulation", 36, "problem",
        "打卡从四次改成两次了，可是系统里补记的按钮还是点不开，前天在地下室没信号，又给我记了一次缺勤。",
    ),
    OpinionRow(
        "r-03", "r02", "decision", 10, "suggest",
        "小学门口现在有人站岗了，家长都说好。幼儿园和小学放学只差十分钟，能不能让站岗的同志多留一刻钟。",
    ),
    OpinionRow(
        "r-04", "c12", "decision", 7, "suggest",
        "调解协议在网上当天就能确认了，不过老人不会视频，最好镇里综治中心有个人帮着连一下，一个月定两天就够。",
    ),
    OpinionRow(
        "r-05", "r03", "other", None, "problem",
        "我说的事不想让人知道是我说的。村里那几盏路灯是修好了，可电费一直叫村里几户摊，说不清该谁出。",
    ),
    OpinionRow(
        "r-06", "c11", "regulation", 15, "amend",
        "准入清单公布以后，确实有人拿着清单不让乱派了。建议条例里写上，清单外的要办，得先给书面，还要说清办到哪一天为止。",
    ),
)
