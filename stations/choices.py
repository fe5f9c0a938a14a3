"""The closed lists of this room."""

from enum import nonmember

from django.db import models


class StaffRole(models.TextChoices):
    HEAD = "head", "站长"
    DEPUTY_HEAD = "deputy_head", "副站长"
    LIAISON = "liaison", "联络员"


class Route(models.TextChoices):
    """What becomes of what a visitor said. A station cannot assign a county agency."""

    SETTLED = "settled", "当场答复"
    STATION = "station", "站内协调"
    TOWNSHIP = "township", "转本乡镇（街道）"
    COUNTY = "county", "报县人大"
    SUGGESTION = "suggestion", "整理成代表建议"
    OTHER = "other", "告知其他渠道"

    HELD = nonmember(("station", "township", "suggestion"))


class SlotStatus(models.TextChoices):
    PLANNED = "planned", "已排班"
    HELD = "held", "已接待"
    CANCELLED = "cancelled", "已取消"
