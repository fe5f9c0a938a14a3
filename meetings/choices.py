"""The closed lists of this room."""

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


class RaisedStatus(models.TextChoices):
    RECORDED = "recorded", "记录"
    SENT = "sent", "送核"
    SIGNED = "signed", "已签"
    PRINTED = "printed", "入简报"


class Attendance(models.TextChoices):
    PRESENT = "present", "出席"
    NONVOTING = "nonvoting", "列席"
    AUDIENCE = "audience", "旁听"
    INVITED = "invited", "应邀"
    LEAVE = "leave", "请假"
    ABSENT = "absent", "缺席"


class RollStatus(models.TextChoices):
    """Whether somebody on the roll of a meeting came."""

    EXPECTED = "expected", "未签到"
    PRESENT = "present", "已签到"
    LEAVE = "leave", "请假"
    ABSENT = "absent", "缺席"


class Seat(models.TextChoices):
    """As what somebody sits in a meeting; it follows from their capacity."""

    MEMBER = "member", "常委会组成人员"
    NONVOTING = "nonvoting", "列席人员"
    DEPUTY = "deputy", "列席代表"
    CITIZEN = "citizen", "旁听公民（公民代表）"
    GUEST = "guest", "应邀人员"

    PRESENCE = nonmember(
        {"member": "出席", "nonvoting": "列席", "deputy": "列席", "citizen": "旁听", "guest": "应邀"}
    )
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
            "deputy": ("province_deputy", "city_deputy", "county_deputy", "town_deputy"),
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


class AppointmentKind(models.TextChoices):
    CONVENER = "convener", "召集人"
    KEY = "key", "重点发言人"


class AppointmentStatus(models.TextChoices):
    PROPOSED = "proposed", "拟定"
    DECIDED = "decided", "已确定"


class DraftStage(models.TextChoices):
    DRAFT = "draft", "草案"
    SECOND = "second", "二次审议稿"
    VOTE = "vote", "表决稿"


# The badge of a sitting: tone, icon, word.
BADGES: dict[str, tuple[str, str, str]] = {
    "ready": ("neutral", "hourglass", "未开始"),
    "recording": ("doing", "mic-fill", "记录中"),
    "ended": ("ok", "check2-circle", "已结束"),
}
