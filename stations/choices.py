"""The closed lists of this room."""

from enum import nonmember

from django.db import models


class StaffRole(models.TextChoices):
    HEAD = "head", "站长"
    DEPUTY_HEAD = "deputy_head", "副站长"
    LIAISON = "liaison", "联络员"


class Chosen(models.TextChoices):
    """How somebody came to a post at a station."""

    APPOINTED = "appointed", "选配"
    ELECTED = "elected", "竞选"


class NatureKind(models.TextChoices):
    """What a station is; it may be all of them at once (站点融合)."""

    LIAISON = "liaison", "代表联络站"
    MODEL = "model", "全过程人民民主基层示范点"
    LEGISLATIVE = "legislative", "基层立法联系点"
    COLLECTION = "collection", "立法信息采集点"


# The flags of a station that follow its natures.
FLAGS: dict[str, str] = {
    NatureKind.MODEL: "is_model_point",
    NatureKind.LEGISLATIVE: "is_legislative_point",
    NatureKind.COLLECTION: "is_collection_point",
}


class Route(models.TextChoices):
    """What becomes of what a visitor said. A station cannot assign a county agency."""

    SETTLED = "settled", "当场答复"
    STATION = "station", "站内协调"
    TOWNSHIP = "township", "转本乡镇（街道）"
    COUNTY = "county", "报县人大"
    SUGGESTION = "suggestion", "整理成代表建议"
    OTHER = "other", "告知其他渠道"

    HELD = nonmember(("station", "township", "suggestion"))


class Elsewhere(models.TextChoices):
    """Why a matter is not taken up at a station, and so whose it is."""

    COURT = "court", "法院正在办的案件"
    LAWSUIT = "lawsuit", "应当向法院起诉的"
    PROCURATORATE = "procuratorate", "检察院职权范围的"
    ARBITRATION = "arbitration", "应当申请仲裁的"
    REVIEW = "review", "应当申请行政复议的"
    DISCIPLINE = "discipline", "举报公职人员违纪违法的"
    PETITION = "petition", "已经进入信访程序的"
    PRIVATE = "private", "个人之间的、不涉及公共事务的"
    NOT_OURS = "not_ours", "其他不属于本站范围的"

    @property
    def where(self) -> str:
        """The sentence that tells the visitor where to go."""
        return WHERE_TO[self.value]


# National telephone numbers; the 60 days are those of 行政复议法 article 20.
WHERE_TO: dict[str, str] = {
    Elsewhere.COURT: "请向办案的人民法院反映，可以拨打 12368，或者到法院诉讼服务中心。",
    Elsewhere.LAWSUIT: "请向有管辖权的人民法院起诉，可以先拨打 12368 咨询；需要法律援助的，拨打 12348。",
    Elsewhere.PROCURATORATE: "请向人民检察院反映，可以拨打 12309，或者到 12309 检察服务中心。",
    Elsewhere.ARBITRATION: "劳动争议请到劳动仲裁委员会，可以拨打 12333；土地承包纠纷请到土地承包仲裁委员会。",
    Elsewhere.REVIEW: "请向行政复议机关申请，一般是作出决定的部门的本级人民政府；要在知道决定之日起 60 日内提出。",
    Elsewhere.DISCIPLINE: "请向纪委监委举报，可以拨打 12388，也可以写信或者网上举报。",
    Elsewhere.PETITION: "请向原来受理的信访部门查询，或者到信访局、登录国家信访局网站反映。",
    Elsewhere.PRIVATE: "可以请村（社区）人民调解委员会调解，或者拨打 12348 咨询法律服务。",
    Elsewhere.NOT_OURS: "请拨打 12345 政务服务便民热线，由主管部门答复。",
}


class MessageTo(models.TextChoices):
    """To whom a resident writes; the county's is seen by the committee alone."""

    DEPUTY = "deputy", "代表"
    STATION = "station", "联络站"
    COUNTY = "county", "县人大"


class MessageStatus(models.TextChoices):
    HELD = "held", "待审看"
    OPEN = "open", "待答复"
    PASSED = "passed", "已转办"
    ANSWERED = "answered", "已答复"
    REDIRECTED = "redirected", "已告知其他渠道"
    SET_ASIDE = "set_aside", "已搁置"

    # Nothing of these stands in the ledger.
    OUTSIDE = nonmember(("held", "set_aside"))
    # Somebody inside has the ball.
    WAITING = nonmember(("held", "open", "passed"))


class HeldWhy(models.TextChoices):
    """Why a message is looked at by a person first."""

    PROOF = "proof", "手机没有完成自动验证"
    LIMIT = "limit", "短时间里同一处来得太多"
    TRAP = "trap", "像是程序自动填写的"


class FileKind(models.TextChoices):
    PHOTO = "photo", "照片"
    VOICE = "voice", "录音"


MESSAGE_BADGES: dict[str, tuple[str, str]] = {
    "held": ("wait", "hourglass-split"),
    "open": ("doing", "chat-dots"),
    "passed": ("moved", "send"),
    "answered": ("ok", "check-circle-fill"),
    "redirected": ("draft", "signpost-split"),
    "set_aside": ("draft", "archive"),
}


class SlotStatus(models.TextChoices):
    PLANNED = "planned", "已排班"
    HELD = "held", "已接待"
    CANCELLED = "cancelled", "已取消"


class PageStatus(models.TextChoices):
    """A public page of a deputy or a station."""

    CLOSED = "closed", "未公开"
    PUBLISHED = "published", "已公开"
    DOWN = "down", "已撤下"


class ReviewStatus(models.TextChoices):
    """A proposal to publish and its 保密审查."""

    WAITING = "waiting", "待审查"
    PASSED = "passed", "审查通过"
    REFUSED = "refused", "审查未通过"
    WITHDRAWN = "withdrawn", "已撤回"

    DECIDED = nonmember(("passed", "refused"))


class ReviewPoint(models.TextChoices):
    """What a 保密审查 looks at; all of it, before a page is published."""

    SECRETS = "secrets", "没有国家秘密、工作秘密和未公开的事项"
    PRIVACY = "privacy", "没有个人电话、身份证号、住址和家人情况"
    FACTS = "facts", "姓名、层级、选区、联络站与名册一致"
    WORDS = "words", "文字准确、表述妥当"


class Drawer(models.TextChoices):
    """档案盒: what a station keeps of each year, in the order of the paper box."""

    ROSTER = "roster", "代表名册"
    RULES = "rules", "制度"
    PLANS = "plans", "年度计划和总结"
    RECEPTIONS = "receptions", "接待登记"
    OPINIONS = "opinions", "意见台账、交办和反馈"
    ACTIVITIES = "activities", "活动记录"
    LEARNING = "learning", "学习培训"
    REPORTING = "reporting", "述职评议"
    DUTIES = "duties", "代表履职档案"
    MEDIA = "media", "影像资料"


class BundleStatus(models.TextChoices):
    """A whole box on its way to being one file."""

    WAITING = "waiting", "正在做"
    READY = "ready", "做好了"
    FAILED = "failed", "没有做成"


class PaperStatus(models.TextChoices):
    """A filled paper register: photographed and waiting to be typed, or typed to its end."""

    WAITING = "waiting", "等着录"
    DONE = "done", "录完了"


class RulePattern(models.TextChoices):
    """How the reception days of a station come back."""

    WEEKLY = "weekly", "每周星期几"
    NTH = "nth", "每月第几个星期几"
    DATES = "dates", "每月几日"


class HolidayShift(models.TextChoices):
    """What becomes of a reception day on which nobody works."""

    NEXT = "next", "顺延到下一个工作日"
    LATER = "later", "推迟一周"
    BEFORE = "before", "提前到上一个工作日"
    DROP = "drop", "这一次不接待"


class SwapStatus(models.TextChoices):
    """A deputy asked another for a reception day."""

    ASKED = "asked", "等回话"
    AGREED = "agreed", "已同意"
    DECLINED = "declined", "不同意"
    WITHDRAWN = "withdrawn", "已收回"


class NoticeKind(models.TextChoices):
    """A 接待公告: the first of its day, one that puts it right, one that says the day is cancelled."""

    FIRST = "first", "公告"
    CORRECTION = "correction", "更正"
    CANCELLED = "cancelled", "取消"


class PosterForm(models.TextChoices):
    """How codes are printed."""

    A4 = "a4", "海报，每张一页 A4"
    CARDS = "cards", "卡片，一页 A4 裁十张"


class PosterScope(models.TextChoices):
    """Whose codes are printed."""

    ALL = "all", "代表和联络站"
    DEPUTIES = "deputies", "只要代表"
    STATIONS = "stations", "只要联络站"


class JobStatus(models.TextChoices):
    """A file that is made outside the request."""

    WAITING = "waiting", "排队"
    RUNNING = "running", "正在生成"
    DONE = "done", "已生成"
    FAILED = "failed", "没有生成"

    OPEN = nonmember(("waiting", "running"))
class ActivityKind(models.TextChoices):
    """What deputies do together away from a reception day."""

    INSPECTION = "inspection", "视察"
    SURVEY = "survey", "调研"
    LAW_CHECK = "law_check", "执法检查"
    INQUIRY = "inquiry", "部门负责人进站问政"
    LAW_CLASS = "law_class", "代表普法讲堂"
    SKILLS = "skills", "技术培训"
    CLINIC = "clinic", "义诊"
    CONTACT = "contact", "双联走访"
    FORUM = "forum", "民意征集座谈"
    LEADER = "leader", "县领导代表进站"
    MEETING = "meeting", "小组会议"
    TRAINING = "training", "履职培训"
    OTHER = "other", "其他"


class ActivityStatus(models.TextChoices):
    PLANNED = "planned", "计划"
    NOTIFIED = "notified", "已通知"
    HELD = "held", "已举行"
    ARCHIVED = "archived", "已归档"
    CANCELLED = "cancelled", "已取消"

    AHEAD = nonmember(("planned", "notified"))
    DONE = nonmember(("held", "archived"))


class Answer(models.TextChoices):
    YES = "yes", "能参加"
    NO = "no", "不能参加"


class Attendance(models.TextChoices):
    PRESENT = "present", "到会"
    LEAVE = "leave", "请假"
    ABSENT = "absent", "缺席"


class Audience(models.TextChoices):
    """Whom one tick invites: everybody of that sort in the organiser's place."""

    HEADS = "heads", "站长、副站长"
    LIAISONS = "liaisons", "站联络员"
    LEADERS = "leaders", "小组长、副组长"
    ADVISERS = "advisers", "立法顾问"
    REPORTERS = "reporters", "立法直报员"
    COLLECTORS = "collectors", "信息采集员"
    DEPUTIES = "deputies", "全体代表"


class FilePurpose(models.TextChoices):
    PHOTO = "photo", "照片"
    MATERIAL = "material", "材料"
    SIGNED = "signed", "签字的记录表"


class InquiryStatus(models.TextChoices):
    """A question put to the head of a unit at a station, and what became of it."""

    ASKED = "asked", "等答复"
    ANSWERED = "answered", "现场答清"
    PROMISED = "promised", "已承诺"
    KEPT = "kept", "已兑现"
    MISSED = "missed", "还没有做到"
    LEDGER = "ledger", "已转入意见台账"


class PlanKind(models.TextChoices):
    GROUP = "group", "小组年度活动计划"
    TRAINING = "training", "年度培训计划"


class CheckKind(models.TextChoices):
    SELF = "self", "自查"
    INSPECTION = "inspection", "检查"


class StationGrade(models.TextChoices):
    """Given by staff after looking; never worked out, never ranked."""

    PLAIN = "plain", "普通"
    STANDARD = "standard", "规范化"
    MODEL = "model", "示范"
    STAR = "star", "明星"


class ContactHow(models.TextChoices):
    """How a deputy met a household they keep in touch with."""

    VISIT = "visit", "上门走访"
    MEET = "meet", "见面"
    PHONE = "phone", "打电话"
    OTHER = "other", "其他方式"
