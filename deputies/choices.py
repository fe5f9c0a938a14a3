"""The closed lists of this room."""

from enum import nonmember

from django.db import models


class Level(models.TextChoices):
    NATION = "nation", "全国人大代表"
    PROVINCE = "province", "省人大代表"
    CITY = "city", "市人大代表"
    COUNTY = "county", "县（区）人大代表"
    TOWNSHIP = "township", "乡镇人大代表"


class MandateStatus(models.TextChoices):
    """代表法第六十一条、第六十二条."""

    ACTIVE = "active", "正常"
    SUSPENDED = "suspended", "暂停执行职务"
    ENDED = "ended", "终止"


class GroupRole(models.TextChoices):
    LEADER = "leader", "组长"
    DEPUTY_LEADER = "deputy_leader", "副组长"
    MEMBER = "member", "成员"


class ContactKind(models.TextChoices):
    ADVISER = "adviser", "立法顾问"
    REPORTER = "reporter", "立法直报员"
    COLLECTOR = "collector", "信息采集员"


class DutyKind(models.TextChoices):
    """What a deputy does. The rooms above write what they saw done; what no room saw is entered by hand."""

    RECEPTION = "reception", "接待选民"
    SITTING = "sitting", "审议、座谈发言"
    OPINION = "opinion", "提出意见"
    RATING = "rating", "评价办理"
    ACTIVITY = "activity", "小组活动"
    CONGRESS = "congress", "出席人代会"
    MEETING = "meeting", "参加其他会议"
    TRAINING = "training", "学习培训"
    BILL = "bill", "领衔提出议案建议"
    COSIGN = "cosign", "附议议案建议"
    RESEARCH = "research", "专题调研"
    INSPECTION = "inspection", "视察"
    SURVEY = "survey", "调研"
    LAW_CHECK = "law_check", "执法检查"
    CONTACT = "contact", "联系群众"
    MEDIATION = "mediation", "化解矛盾纠纷"
    RELIEF = "relief", "扶弱济困"
    GOOD_DEED = "good_deed", "办好事实事"
    CHARITY = "charity", "公益慈善"
    REPORT = "report", "书面述职"
    REPORT_ORAL = "report_oral", "口头述职"
    AWARD = "award", "受到表彰奖励"
    MEDIA = "media", "媒体采访"
    COMMISSION = "commission", "常委会临时交办"
    SUPERVISED = "supervised", "建议列为重点督办"
    OTHER = "other", "其他"


class DutyPart(models.TextChoices):
    """The parts of a deputy's file beside 基本情况, in the order of the paper file; each kind stands in one."""

    MEETINGS = "meetings", "会议"
    INSPECTIONS = "inspections", "视察调研"
    TRAININGS = "trainings", "学习培训"
    GROUP = "group", "小组活动和联系群众"
    PROPOSALS = "proposals", "议案和建议"
    REPORTS = "reports", "向选民述职"
    HONOURS = "honours", "奖惩和其他"

    KINDS = nonmember(
        {
            "meetings": ("congress", "meeting", "sitting"),
            "inspections": ("research", "inspection", "survey", "law_check"),
            "trainings": ("training",),
            "group": (
                "reception",
                "activity",
                "contact",
                "mediation",
                "relief",
                "good_deed",
                "charity",
            ),
            "proposals": ("bill", "cosign", "opinion", "rating"),
            "reports": ("report", "report_oral"),
            "honours": ("award", "media", "commission", "supervised", "other"),
        }
    )


class Gender(models.TextChoices):
    MALE = "m", "男"
    FEMALE = "f", "女"


class GroupingStatus(models.TextChoices):
    """A proposal of activity groups; one draft for a place at a time."""

    DRAFT = "draft", "拟编"
    PUBLISHED = "published", "已公布"
    DISCARDED = "discarded", "已作废"


class DutyStatus(models.TextChoices):
    """Where a record stands. What a room saw is counted at once; what was entered by hand is audited first."""

    GROUP = "group", "待小组长看"
    WAITING = "waiting", "待审核"
    COUNTED = "counted", "已记入"
    OBJECTED = "objected", "有异议"
    REFUSED = "refused", "未通过"
    WITHDRAWN = "withdrawn", "已撤回"
    REMOVED = "removed", "已更正，不计"

    OPEN = nonmember(("group", "waiting"))
    LOOKS = nonmember(
        {
            "group": ("wait", "people"),
            "waiting": ("wait", "hourglass-split"),
            "counted": ("ok", "check2"),
            "objected": ("doing", "chat-left-text"),
            "refused": ("neutral", "x-lg"),
            "withdrawn": ("neutral", "arrow-counterclockwise"),
            "removed": ("neutral", "dash-circle"),
        }
    )


class ObjectionGround(models.TextChoices):
    """What the deputy says of a record that somebody else entered."""

    NOT_MINE = "not_mine", "不是我做的"
    WRONG_DATE = "wrong_date", "日期不对"
    WRONG_TEXT = "wrong_text", "内容或类别不对"


class ObjectionOutcome(models.TextChoices):
    KEPT = "kept", "核对无误，照原样记"
    AMENDED = "amended", "改正后记入"
    REMOVED = "removed", "这条不计"


class StatusGround(models.TextChoices):
    """Why a mandate rests or ends, as the law lists it (代表法第六十一条、第六十二条)."""

    CUSTODY = "custody", "因刑事案件被羁押，正在受侦查、起诉、审判"
    SENTENCE = "sentence", "被依法判处管制、拘役或者有期徒刑而没有附加剥夺政治权利，正在服刑"
    MOVED = "moved", "迁出或者调离本行政区域"
    RESIGNED = "resigned", "辞职被接受"
    ABSENT = "absent", "未经批准两次不出席本级人民代表大会会议"
    RECALLED = "recalled", "被罢免"
    NATIONALITY = "nationality", "丧失中华人民共和国国籍"
    RIGHTS = "rights", "依照法律被剥夺政治权利"
    CAPACITY = "capacity", "丧失行为能力"
    DIED = "died", "去世"

    SUSPENDING = nonmember(("custody", "sentence"))
    ENDING = nonmember(
        ("moved", "resigned", "absent", "recalled", "nationality", "rights", "capacity", "died")
    )

    @property
    def article(self) -> str:
        """The article it stands in; 去世 is the end of the person, counted here beside them."""
        return "代表法第六十一条" if self.value in StatusGround.SUSPENDING else "代表法第六十二条"


class SchemeStatus(models.TextChoices):
    DRAFT = "draft", "拟定中"
    ACTIVE = "active", "使用中"
    RETIRED = "retired", "已停用"


class BatchStatus(models.TextChoices):
    """A yearly round of ratings: marks come in, results are told and may be appealed, then all is frozen."""

    RATING = "rating", "评定中"
    APPEALS = "appeals", "申诉期"
    CLOSED = "closed", "已结束"
    CANCELLED = "cancelled", "已撤销"


class SheetStatus(models.TextChoices):
    OPEN = "open", "评定中"
    DONE = "done", "已评齐"


class Rater(models.TextChoices):
    """Who marks a deputy: one's own view, then the three of the organisation."""

    SELF = "self", "代表自评"
    GROUP = "group", "小组评定"
    TOWNSHIP = "township", "乡镇（街道）评定"
    COMMITTEE = "committee", "代表工作部门评定"


class AppealOutcome(models.TextChoices):
    KEPT = "kept", "核对无误，维持"
    CHANGED = "changed", "申诉成立，已更正"
