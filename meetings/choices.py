"""The closed lists of this room."""

from collections.abc import Iterable
from enum import nonmember

from django.db import models


class SittingKind(models.TextChoices):
    GROUP = "group", "分组会议"
    FORUM = "forum", "座谈会"
    CONSULTATION = "consultation", "立法征询会"


class SittingStatus(models.TextChoices):
    READY = "ready", "未开始"
    RECORDING = "recording", "记录中"
    ENDED = "ended", "已结束"


class StepKind(models.TextChoices):
    """What finishes a step of the preparation: a word, a decision of a body, papers in people's hands."""

    TASK = "task", "工作"
    APPROVAL = "approval", "请示和审批"
    PAPERS = "papers", "发会务材料"


class StepOwner(models.TextChoices):
    """Who holds a step. Outside the committee's house the unit or office is named in words."""

    STAFF = "staff", "选工委"
    OFFICE = "office", "办公室"
    LEADER = "leader", "常委会领导"
    OTHER = "other", "其他单位"


class ApprovalBody(models.TextChoices):
    PARTY = "party", "向市（县）委请示"
    SECRETARIES = "secretaries", "秘书长联席会议"
    CHAIRS = "chairs", "主任会议"


class StepStatus(models.TextChoices):
    WAITING = "waiting", "待办"
    DONE = "done", "已完成"
    SKIPPED = "skipped", "不需要"
    REMOVED = "removed", "已移出"


class ApprovalResult(models.TextChoices):
    AGREED = "agreed", "同意"
    REFUSED = "refused", "不同意"
    REVISE = "revise", "修改后再报"


class PaperKind(models.TextChoices):
    """The five standard papers of a meeting, in the order in which they are listed."""

    GROUPS = "groups", "分组会议注意事项"
    CONVENER = "convener", "召集人工作职责"
    HOSTING = "hosting", "主持程序规范"
    STAFF = "staff", "工作人员职责"
    BRIEFING = "briefing", "简报记录注意事项"


class ReceiptStatus(models.TextChoices):
    WAITING = "waiting", "待阅"
    READ = "read", "已阅"
    ON_PAPER = "on_paper", "已发纸质"


class RaisedStatus(models.TextChoices):
    RECORDED = "recorded", "记录"
    SENT = "sent", "送核"
    SIGNED = "signed", "已签"
    PRINTED = "printed", "入简报"

    FIXED = nonmember(("signed", "printed"))  # the speaker has agreed to the words: the recorder leaves them


class SpeechStatus(models.TextChoices):
    PENDING = "pending", "待审定"
    APPROVED = "approved", "已审定"
    PUBLIC = "public", "已公开"


class SpeechPoint(models.TextChoices):
    """What the 保密审查 of a leader's speech looks at; all of it, before residents read it."""

    SECRETS = "secrets", "没有国家秘密、工作秘密和未公开的事项"
    PRIVACY = "privacy", "没有个人电话、身份证号、住址和家人情况"
    NAMES = "names", "讲话人的姓名、职务和会议名称准确"
    WORDS = "words", "文字与审定的一致，表述妥当"


class Attendance(models.TextChoices):
    PRESENT = "present", "出席"
    NONVOTING = "nonvoting", "列席"
    AUDIENCE = "audience", "旁听"
    INVITED = "invited", "应邀"
    LEAVE = "leave", "请假"
    ABSENT = "absent", "缺席"


class RollStatus(models.TextChoices):
    """Whether somebody on the roll came: to one 全体会议, and to the meeting as a whole."""

    EXPECTED = "expected", "未签到"
    PRESENT = "present", "已签到"
    LEAVE = "leave", "请假"
    ABSENT = "absent", "缺席"

    @classmethod
    def whole(cls, statuses: Iterable[str]) -> str:
        """A meeting in one word: who was at any 全体会议 came; who can still come is expected; of the others,
        who asked for leave of any is on leave."""
        found = set(statuses)
        return next((one for one in (cls.PRESENT, cls.EXPECTED, cls.LEAVE, cls.ABSENT) if one in found), cls.EXPECTED)


class Seat(models.TextChoices):
    """As what somebody sits in a meeting; it follows from their capacity."""

    MEMBER = "member", "常委会组成人员"
    NONVOTING = "nonvoting", "列席人员"
    DEPUTY = "deputy", "列席代表"
    CITIZEN = "citizen", "旁听公民（公民代表）"
    GUEST = "guest", "应邀人员"

    PRESENCE = nonmember({"member": "出席", "nonvoting": "列席", "deputy": "列席", "citizen": "旁听", "guest": "应邀"})
    ATTENDANCE = nonmember(
        {
            "member": "present",
            "nonvoting": "nonvoting",
            "deputy": "nonvoting",
            "citizen": "audience",
            "guest": "invited",
        }
    )
    CAPACITIES = nonmember(
        {
            "member": ("member",),
            "nonvoting": ("nonvoting", "town_npc"),
            "deputy": ("nation_deputy", "province_deputy", "city_deputy", "county_deputy", "town_deputy"),
            "citizen": ("citizen_rep",),
            "guest": ("grid", "resident", "adviser", "reporter", "collector"),
        }
    )

    @classmethod
    def of(cls, capacity: str) -> str:
        """The seat of a capacity."""
        return next(str(seat) for seat, known in cls.CAPACITIES.items() if capacity in known)


class PlanStatus(models.TextChoices):
    """A plan of groups."""

    DRAFT = "draft", "拟编"
    PUBLISHED = "published", "已公布"
    DISCARDED = "discarded", "已作废"
    WITHDRAWN = "withdrawn", "已撤回"

    # What stands in no list and is no basis for anything more.
    GONE = nonmember(("discarded", "withdrawn"))


class AppointmentKind(models.TextChoices):
    CONVENER = "convener", "召集人"
    KEY = "key", "重点发言人"


class AppointmentStatus(models.TextChoices):
    PROPOSED = "proposed", "拟定"
    DECIDED = "decided", "已确定"


class FaceHost(models.TextChoices):
    """Who leads a face-to-face sitting; what the head of the government is called depends on the place."""

    SECRETARY = "secretary", "书记"
    HEAD = "head", "市长（县长、区长）"
    CHAIR = "chair", "主任"


class InvitationStatus(models.TextChoices):
    LISTED = "listed", "还没有通知"
    ASKED = "asked", "等答复"
    YES = "yes", "能参加"
    NO = "no", "不能参加"


class FaceReportStatus(models.TextChoices):
    DRAFT = "draft", "拟稿"
    REVIEW = "review", "待核稿"
    CHECKED = "checked", "已核稿"
    SENT = "sent", "已报送"


class AudienceStatus(models.TextChoices):
    """An application to listen."""

    APPLIED = "applied", "待审核"
    PASSED = "passed", "通过"
    REFUSED = "refused", "不通过"
    REVOKED = "revoked", "已收回"

    # Not given a seat: each says why.
    UNSEATED = nonmember(("refused", "revoked"))


class AudienceNoticeStatus(models.TextChoices):
    """What the public is told of the seats for listeners; nothing before a second person has looked."""

    DRAFT = "draft", "起草"
    WAITING = "waiting", "待审查"
    PUBLISHED = "published", "已公开"
    DOWN = "down", "已撤下"


class RunKind(models.TextChoices):
    """The parts of a sitting, in their usual order."""

    OPEN = "open", "宣布开会"
    INTRODUCE = "introduce", "介绍议题"
    KEY = "key", "重点发言"
    FREE = "free", "自由发言"
    RESIDENTS = "residents", "群众发言"
    REPLY = "reply", "单位回应"
    CLOSE = "close", "小结"


class DraftStage(models.TextChoices):
    DRAFT = "draft", "草案"
    SECOND = "second", "二次审议稿"
    VOTE = "vote", "表决稿"


class LinkEnd(models.TextChoices):
    """Why a link by which a speaker confirms leads nowhere any more."""

    REPLACED = "replaced", "换了新的"
    WITHDRAWN = "withdrawn", "工作人员收回"
    TRIES = "tries", "输错次数太多"


class ConfirmedHow(models.TextChoices):
    """By what way a speaker said: these are my words."""

    LINK = "link", "手机核对"
    ACCOUNT = "account", "本人账号核对"
    PAPER = "paper", "在纸上签字"


class CorrectionFate(models.TextChoices):
    """What staff did with words that the speaker changed."""

    TAKEN = "taken", "已采用到台账"
    KEPT = "kept", "只留在发言记录"


class BriefingStatus(models.TextChoices):
    EDITING = "editing", "编辑"
    CHECKING = "checking", "核稿"
    SIGNING = "signing", "签发"
    ISSUED = "issued", "印发"
    ANNULLED = "annulled", "已作废"

    PRINTED = nonmember(("issued", "annulled"))  # it went out under its number; its file is frozen


class BriefingSeries(models.TextChoices):
    """Each is numbered for itself, year by year."""

    REGULAR = "regular", "简报"
    EXTRA = "extra", "简报增刊"


class Lead(models.TextChoices):
    """How a printed paragraph leads from the name to the words."""

    SAID = "said", "说，"
    SUGGESTED = "suggested", "建议："
    REPORTED = "reported", "反映："
    THOUGHT = "thought", "认为，"


# The badge of a sitting: tone, icon, word.
BADGES: dict[str, tuple[str, str, str]] = {
    "ready": ("neutral", "hourglass", "未开始"),
    "recording": ("doing", "mic-fill", "记录中"),
    "ended": ("ok", "check2-circle", "已结束"),
}
RAISED_BADGES: dict[str, tuple[str, str, str]] = {
    "recorded": ("neutral", "pencil", "记录"),
    "sent": ("wait", "send", "送核"),
    "signed": ("ok", "check2-circle", "已签"),
    "printed": ("ok", "file-earmark-check", "入简报"),
}
BRIEFING_BADGES: dict[str, tuple[str, str, str]] = {
    "editing": ("draft", "pencil", "编辑"),
    "checking": ("wait", "pen", "核稿"),
    "signing": ("wait", "vector-pen", "签发"),
    "issued": ("ok", "file-earmark-check", "印发"),
    "annulled": ("draft", "slash-circle", "已作废"),
}

# The badge of a leader's speech.
SPEECH_BADGES: dict[str, tuple[str, str, str]] = {
    "pending": ("wait", "hourglass", "待审定"),
    "approved": ("ok", "check2-circle", "已审定"),
    "public": ("ok", "megaphone", "已公开"),
}
INVITATION_BADGES: dict[str, tuple[str, str, str]] = {
    "listed": ("neutral", "envelope", "还没有通知"),
    "asked": ("wait", "hourglass-split", "等答复"),
    "yes": ("ok", "check2", "能参加"),
    "no": ("neutral", "x-lg", "不能参加"),
}
FACE_REPORT_BADGES: dict[str, tuple[str, str, str]] = {
    "draft": ("doing", "pencil", "拟稿"),
    "review": ("wait", "hourglass-split", "待核稿"),
    "checked": ("doing", "check2", "已核稿"),
    "sent": ("ok", "send-check", "已报送"),
}
