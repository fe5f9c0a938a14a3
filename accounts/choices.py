"""The closed lists of this room."""

from enum import nonmember

from django.db import models


class CodeSystem(models.TextChoices):
    """Below the county the administrative and the statistical codes disagree; a code needs its system."""

    MCA = "mca", "行政区划代码"
    NBS = "nbs", "统计用区划代码"


class RegionLevel(models.TextChoices):
    PROVINCE = "province", "省"
    CITY = "city", "市"
    COUNTY = "county", "县（区）"
    TOWNSHIP = "township", "乡镇（街道）"
    VILLAGE = "village", "村（社区）"


class Branch(models.TextChoices):
    """一府一委两院 and what stands beside them."""

    CONGRESS = "congress", "人大系统"
    GOVERNMENT = "government", "政府系统"
    SUPERVISION = "supervision", "监察委员会"
    COURT = "court", "人民法院"
    PROCURATORATE = "procuratorate", "人民检察院"
    VERTICAL = "vertical", "垂直管理单位"
    ENTERPRISE = "enterprise", "公共服务企业"
    PARTY = "party", "党委系统"

    # A matter for a party body is reported to the party committee, never assigned.
    MAY_LEAD = nonmember(("government", "supervision", "court", "procuratorate", "vertical", "enterprise"))


class UnitKind(models.TextChoices):
    CONGRESS = "congress", "人大常委会"
    OFFICE = "office", "人大机关工作机构"
    TOWN_CONGRESS = "town_congress", "乡镇人大主席团（街道工委）"
    STATION = "station", "代表联络站"
    ORGAN = "organ", "一府一委两院"
    DISPATCH = "dispatch", "政府办（督查室）"
    DEPARTMENT = "department", "工作部门"
    OUTER = "outer", "垂直管理单位或企业"
    PARTY = "party", "党委部门"


class Role(models.TextChoices):
    """What a grant lets its holder be. Scope is the grant's unit or region."""

    STAFF = "staff", "选工委工作人员"
    OFFICE = "office", "办公室核稿"
    LEADER = "leader", "常委会领导"
    TOWNSHIP = "township", "乡镇人大主席团"
    STATION_HEAD = "station_head", "站长"
    STATION_LIAISON = "station_liaison", "站联络员"
    DEPUTY = "deputy", "代表"
    DISPATCHER = "dispatcher", "政府办督查室"
    AGENCY_CLERK = "agency_clerk", "承办人"
    AGENCY_HEAD = "agency_head", "承办单位负责人"
    SYSADMIN = "sysadmin", "系统管理员"
    SECADMIN = "secadmin", "安全管理员"
    AUDITOR = "auditor", "安全审计员"

    COMMITTEE = nonmember(("staff", "office", "leader"))
    STATION = nonmember(("station_head", "station_liaison"))
    AGENCY = nonmember(("agency_clerk", "agency_head"))
    KEEPERS = nonmember(("sysadmin", "secadmin", "auditor"))
    OF_UNIT = nonmember(("station_head", "station_liaison", "dispatcher", "agency_clerk", "agency_head"))
    OF_REGION = nonmember(("staff", "office", "leader", "township"))


class DayKind(models.TextChoices):
    WORK = "work", "上班（调休）"
    REST = "rest", "放假"


class AuditAction(models.TextChoices):
    """What the audit log names; the word itself is stored, so an old line stays readable."""

    SIGN_IN = "登录", "登录"
    SIGN_OUT = "退出", "退出"
    IDLE_SIGN_OUT = "超时退出", "超时退出"
    FAILED = "登录失败", "登录失败"
    LOCKED = "账号锁定", "账号锁定"
    CHANGE_PASSWORD = "修改密码", "修改密码"
    RESET_PASSWORD = "重置密码", "重置密码"
    GRANT = "授权", "授权"
    REVOKE = "撤销授权", "撤销授权"
    REVEAL = "查看隐去内容", "查看隐去内容"
    LOOK_UP = "查找来访人", "查找来访人"
    EXPORT = "导出", "导出"
    IMPORT = "导入", "导入"
    CATALOGUE = "维护目录", "维护目录"
    PUBLIC_SIDE = "开关公开端", "开关公开端"
    SLIP_PRINTED = "打印进入单", "打印进入单"
    SLIP_REFUSED = "进入单未通过", "进入单未通过"
    SLIP_VOIDED = "进入单作废", "进入单作废"
    CODE_SENT = "发送短信验证码", "发送短信验证码"
    CODE_REFUSED = "短信验证码未通过", "短信验证码未通过"
    PHONE_BOUND = "绑定手机", "绑定手机"
    PHONE_BACK = "手机续登", "手机续登"
    PHONE_REFUSED = "手机续登未通过", "手机续登未通过"
    PHONE_ENDED = "解除手机绑定", "解除手机绑定"


class ProofKind(models.TextChoices):
    """What is asked beside an entry slip, so that whoever merely has its link does not get in."""

    PHONE = "phone", "手机号后四位"
    PRINTED = "printed", "口令"


class SlipEnd(models.TextChoices):
    """Why an entry slip that nobody used is worth nothing any more."""

    REPLACED = "replaced", "已出新单"
    TRIES = "tries", "输错次数太多"
    WITHDRAWN = "withdrawn", "已作废"


class EntryWay(models.TextChoices):
    """How a phone came to be bound."""

    SLIP = "slip", "进入单"
    CODE = "code", "短信验证码"
    PASSWORD = "password", "密码登录"


class PhoneEnd(models.TextChoices):
    """Why a bound phone does not come back any more."""

    OWN = "own", "代表本人解除"
    STAFF = "staff", "工作人员解除"
    REPLACED = "replaced", "已换绑另一部手机"
    COPIED = "copied", "登录凭据被复制"
    MANDATE = "mandate", "没有在任的代表职务"
    ACCOUNT = "account", "账号停用或另有职责"
