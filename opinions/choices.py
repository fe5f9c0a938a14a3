"""The closed lists of the ledger, with the badge of each status: (tone, icon)."""

from enum import nonmember

from django.db import models


class OccasionKind(models.TextChoices):
    MEETING = "meeting", "常委会会议"
    SITTING = "sitting", "分组会议"
    FORUM = "forum", "座谈会"
    RECEPTION = "reception", "接待选民"
    MESSAGE = "message", "群众留言"
    CONSULTATION = "consultation", "立法征询"
    ACTIVITY = "activity", "代表活动"


class Capacity(models.TextChoices):
    """In what capacity somebody speaks. Deputies and members may be named to an agency, residents never."""

    MEMBER = "member", "常委会组成人员"
    NATION_DEPUTY = "nation_deputy", "全国人大代表"
    PROVINCE_DEPUTY = "province_deputy", "省人大代表"
    CITY_DEPUTY = "city_deputy", "市人大代表"
    COUNTY_DEPUTY = "county_deputy", "县（区）人大代表"
    TOWN_DEPUTY = "town_deputy", "乡镇人大代表"
    TOWN_NPC = "town_npc", "县乡人大工作者"
    NONVOTING = "nonvoting", "列席人员"
    CITIZEN_REP = "citizen_rep", "公民代表"
    GRID = "grid", "网格员"
    RESIDENT = "resident", "群众"
    ADVISER = "adviser", "立法顾问"
    REPORTER = "reporter", "立法直报员"
    COLLECTOR = "collector", "信息采集员"

    NAMED = nonmember(("member", "nation_deputy", "province_deputy", "city_deputy", "county_deputy", "town_deputy"))


class Intent(models.TextChoices):
    AMEND = "amend", "改条文"
    SUGGEST = "suggest", "提建议"
    PROBLEM = "problem", "反映问题"
    AFFIRM = "affirm", "肯定意见"


class OpinionStatus(models.TextChoices):
    AT_STATION = "at_station", "站内办理"
    SETTLED = "settled", "当场办结"
    WAITING = "waiting", "待归并"
    MERGED = "merged", "已归并"
    NOT_ASSIGNED = "not_assigned", "不交办"
    FED_BACK = "fed_back", "已反馈"

    OPEN = nonmember(("at_station", "waiting", "merged"))


class Visibility(models.TextChoices):
    NORMAL = "normal", "正常"
    SEALED = "sealed", "只报上级"
    # Deleted by the recorder while writing it down: kept, seen by nobody, counted nowhere.
    WITHDRAWN = "withdrawn", "记录时删除"


class Destination(models.TextChoices):
    """Where a matter goes. An opinion in several counts once, under the first in this order."""

    ASSIGN = "assign", "交办"
    LEGISLATIVE = "legislative", "转法制委、法工委修改草案"
    PARTY = "party", "报告市委（党委）"
    OWN_ORGAN = "own_organ", "转人大本机关"
    LOWER_CONGRESS = "lower_congress", "转县（区）人大"
    BRIEFING = "briefing", "仅入简报"
    NONE = "none", "不交办"


class MergeKind(models.TextChoices):
    MERGE = "merge", "归并"
    SPLIT = "split", "拆出"
    MOVE = "move", "移到另一事项"
    DECLINE = "decline", "不交办"


class UnitRole(models.TextChoices):
    LEAD = "lead", "主办"
    CO = "co", "协办"
    DISPATCH = "dispatch", "转办"


class RuleKind(models.TextChoices):
    MEETING_LIST = "meeting_list", "会议交办清单"
    REVIEW_OPINION = "review_opinion", "审议意见"
    STATION = "station", "联络站意见"
    MESSAGE = "message", "群众留言"
    LEGISLATIVE = "legislative", "立法意见"


class StartsOn(models.TextChoices):
    ISSUE = "issue", "自交办之日起"
    RECEIPT = "receipt", "自收到之日起"


class ListStatus(models.TextChoices):
    DRAFT = "draft", "拟稿"
    REVIEW = "review", "待核稿"
    SIGN = "sign", "待审签"
    SIGNED = "signed", "已审签"
    ISSUED = "issued", "已印发"
    ANNULLED = "annulled", "已作废"


class UndertakingStatus(models.TextChoices):
    TO_DISPATCH = "to_dispatch", "待转办"
    DISPATCHED = "dispatched", "已转办"
    TO_ACCEPT = "to_accept", "待签收"
    DOING = "doing", "办理中"
    CO_GIVEN = "co_given", "已提协办意见"
    CHECKING = "checking", "待审核"
    RATING = "rating", "待评价"
    REDO = "redo", "重新办理"
    ASSESSING = "assessing", "评估"
    CLOSED = "closed", "已办结"
    REASSIGNED = "reassigned", "已改派"
    REVOKED = "revoked", "已撤销"

    # From the least advanced on: an assignment shows the least advanced lead below it.
    ORDERED = nonmember(
        (
            "to_dispatch",
            "to_accept",
            "doing",
            "redo",
            "checking",
            "rating",
            "assessing",
            "closed",
            "co_given",
            "dispatched",
        )
    )
    # The clock runs and the ball is with the unit.
    WITH_UNIT = nonmember(("to_dispatch", "to_accept", "doing", "redo"))
    ENDED = nonmember(("closed", "reassigned", "revoked", "co_given", "dispatched"))
    GONE = nonmember(("reassigned", "revoked"))


class Outcome(models.TextChoices):
    """How a closed undertaking ended; apart from its status."""

    RATED = "rated", "评价后办结"
    UNRATED = "unrated", "未评价"
    REPORTED = "reported", "书面报告后办结"
    ASSESSED = "assessed", "评估后办结"


class RequestStatus(models.TextChoices):
    """A send-back or an extension asked for."""

    ASKED = "asked", "待审核"
    AGREED = "agreed", "同意"
    REFUSED = "refused", "不同意"


class ReplyStatus(models.TextChoices):
    DRAFT = "draft", "起草"
    TO_SIGN = "to_sign", "待签发"
    SIGNED = "signed", "已签发"
    DELIVERED = "delivered", "已送达"


class AnswerClass(models.TextChoices):
    A = "A", "已解决或已采纳"
    B = "B", "正在解决或列入计划"
    C = "C", "因条件限制暂时无法解决或留作参考"


class Grade(models.TextChoices):
    GOOD = "good", "满意"
    FAIR = "fair", "基本满意"
    BAD = "bad", "不满意"


class FeedbackHow(models.TextChoices):
    VISIT = "visit", "当面"
    PHONE = "phone", "电话"
    PAPER = "paper", "书面"
    MEETING = "meeting", "会上通报"
    PORTAL = "portal", "本平台"


BADGES: dict[str, tuple[str, str]] = {
    "at_station": ("doing", "house"),
    "settled": ("ok", "check-circle-fill"),
    "waiting": ("neutral", "inbox"),
    "merged": ("ok", "intersect"),
    "not_assigned": ("draft", "slash-circle"),
    "fed_back": ("ok", "megaphone-fill"),
    "draft": ("draft", "pencil"),
    "review": ("wait", "pen"),
    "sign": ("wait", "pen"),
    "signed": ("replied", "pen-fill"),
    "issued": ("ok", "file-earmark-check"),
    "annulled": ("draft", "slash-circle"),
    "to_dispatch": ("wait", "send"),
    "dispatched": ("ok", "send-check"),
    "to_accept": ("wait", "envelope"),
    "doing": ("doing", "arrow-repeat"),
    "co_given": ("ok", "check2"),
    "checking": ("wait", "clipboard"),
    "rating": ("replied", "clipboard-check"),
    "redo": ("doing", "arrow-counterclockwise"),
    "assessing": ("wait", "people"),
    "closed": ("ok", "check-circle-fill"),
    "reassigned": ("moved", "arrow-left-right"),
    "revoked": ("draft", "slash-circle"),
    "to_sign": ("wait", "pen"),
    "delivered": ("replied", "reply-fill"),
    "asked": ("moved", "hourglass-split"),
    "agreed": ("ok", "check2"),
    "refused": ("draft", "x-lg"),
    "good": ("ok", "check-circle-fill"),
    "fair": ("wait", "dash-circle-fill"),
    "bad": ("danger", "x-circle-fill"),
}
