"""Named questions of this room, one file a noun. `visible_to` is the one home of who sees what;
`rules.can_view_*` say the same of one row, and a parity test holds them together."""

from stations.querysets.activity import (
    ActivityQuerySet,
    InquiryQuerySet,
    InvitationQuerySet,
    PinQuerySet,
    PlanQuerySet,
    RuleQuerySet,
)
from stations.querysets.archive import PaperQuerySet
from stations.querysets.contact import HouseholdQuerySet, MemberLinkQuerySet, TargetQuerySet
from stations.querysets.paper import AttachmentQuerySet, RegisterQuerySet
from stations.querysets.public import ClosureQuerySet, CodeQuerySet, JobQuerySet, PageQuerySet, deputies_kept_by
from stations.querysets.reception import (
    ANSWERED,
    ELSEWHERE,
    OVERSEERS,
    DayRuleQuerySet,
    ItemQuerySet,
    ReceptionQuerySet,
    SlotQuerySet,
    StaffQuerySet,
    StationQuerySet,
    VisitQuerySet,
)

__all__ = [
    "ANSWERED",
    "ELSEWHERE",
    "OVERSEERS",
    "ActivityQuerySet",
    "AttachmentQuerySet",
    "ClosureQuerySet",
    "CodeQuerySet",
    "DayRuleQuerySet",
    "HouseholdQuerySet",
    "InquiryQuerySet",
    "InvitationQuerySet",
    "ItemQuerySet",
    "JobQuerySet",
    "MemberLinkQuerySet",
    "PageQuerySet",
    "PaperQuerySet",
    "PinQuerySet",
    "PlanQuerySet",
    "ReceptionQuerySet",
    "RegisterQuerySet",
    "RuleQuerySet",
    "SlotQuerySet",
    "StaffQuerySet",
    "StationQuerySet",
    "TargetQuerySet",
    "VisitQuerySet",
    "deputies_kept_by",
]
