"""Stations and what happens there, one file a noun."""

from stations.models.activity import Activity, ActivityFile, ActivityMinutes, ActivityOpinion, Invitation, Pin
from stations.models.archive import ArchiveBundle, ArchivePaper, ArchiveVersion
from stations.models.code import PublicCode
from stations.models.contact import ContactTarget, Household, HouseholdContact, MemberLink
from stations.models.inquiry import Inquiry
from stations.models.ledger import LedgerLayout, MonthlyReport
from stations.models.message import Message, MessageAnswer, MessageFile, PublicTry
from stations.models.nature import StationNature
from stations.models.notice import DayNotice
from stations.models.page import PageReview, PublicPage, SideClosure
from stations.models.paper import PaperRegister
from stations.models.plan import PlanItem, YearlyRule, YearPlan
from stations.models.poster import PosterFile, PosterJob
from stations.models.reception import Reception, Visit, VisitOpinion
from stations.models.record import Attachment, Event
from stations.models.rota import DutySlot, SlotDeputy
from stations.models.rule import DayRule
from stations.models.standard import CheckPhoto, CheckResult, GivenGrade, StandardItem, StationCheck
from stations.models.station import Station, StationGroup, StationStaff
from stations.models.swap import Absence, Swap

__all__ = [
    "Absence",
    "Activity",
    "ActivityFile",
    "ActivityMinutes",
    "ActivityOpinion",
    "ArchiveBundle",
    "ArchivePaper",
    "ArchiveVersion",
    "Attachment",
    "CheckPhoto",
    "CheckResult",
    "ContactTarget",
    "DayNotice",
    "DayRule",
    "DutySlot",
    "Event",
    "GivenGrade",
    "Household",
    "HouseholdContact",
    "Inquiry",
    "Invitation",
    "LedgerLayout",
    "MemberLink",
    "Message",
    "MessageAnswer",
    "MessageFile",
    "MonthlyReport",
    "PageReview",
    "PaperRegister",
    "Pin",
    "PlanItem",
    "PosterFile",
    "PosterJob",
    "PublicCode",
    "PublicPage",
    "PublicTry",
    "Reception",
    "SideClosure",
    "SlotDeputy",
    "StandardItem",
    "Station",
    "StationCheck",
    "StationGroup",
    "StationNature",
    "StationStaff",
    "Swap",
    "Visit",
    "VisitOpinion",
    "YearPlan",
    "YearlyRule",
]
