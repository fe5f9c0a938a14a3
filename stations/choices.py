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
