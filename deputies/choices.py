"""The closed lists of this room."""

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
    RECEPTION = "reception", "接待选民"
    SITTING = "sitting", "审议、座谈发言"
    OPINION = "opinion", "提出意见"
    RATING = "rating", "评价办理"
    ACTIVITY = "activity", "小组活动"


class Gender(models.TextChoices):
    MALE = "m", "男"
    FEMALE = "f", "女"


class GroupingStatus(models.TextChoices):
    """A proposal of activity groups; one draft for a place at a time."""

    DRAFT = "draft", "拟编"
    PUBLISHED = "published", "已公布"
    DISCARDED = "discarded", "已作废"
