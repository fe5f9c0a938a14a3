"""The closed lists of this room."""

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
