"""Meetings, what is on the agenda, where the groups sit, and what is said there, one file a noun."""

from meetings.models.attendance import Attendee, Roll
from meetings.models.audience import AudienceApplication, AudienceNotice
from meetings.models.briefing import Briefing, BriefingFile, BriefingItem
from meetings.models.confirmation import Confirmation, ConfirmationLink, SignatureScan
from meetings.models.draft import Article, Draft, DraftVersion
from meetings.models.erratum import Erratum
from meetings.models.event import Event
from meetings.models.groups import Appointment, GroupPlan, PlanGroup, PlanMove, PlanSeat
from meetings.models.leader import LeaderSpeech
from meetings.models.plan import AgendaItem, Meeting
from meetings.models.plenary import Plenary, Presence
from meetings.models.preparation import MeetingStep, Preparation, StepPaper
from meetings.models.process import PaperVersion, ProcessTemplate, TemplateStep
from meetings.models.receipt import PaperReceipt
from meetings.models.record import RaisedOpinion
from meetings.models.research import Citation, Finding, FindingWording, ResearchStop
from meetings.models.run_sheet import RunLine, RunSheet
from meetings.models.sitting import Participant, Sitting

__all__ = [
    "AgendaItem",
    "Appointment",
    "Article",
    "Attendee",
    "AudienceApplication",
    "AudienceNotice",
    "Briefing",
    "BriefingFile",
    "BriefingItem",
    "Citation",
    "Confirmation",
    "ConfirmationLink",
    "Draft",
    "DraftVersion",
    "Erratum",
    "Event",
    "Finding",
    "FindingWording",
    "GroupPlan",
    "LeaderSpeech",
    "Meeting",
    "MeetingStep",
    "PaperReceipt",
    "PaperVersion",
    "Participant",
    "PlanGroup",
    "PlanMove",
    "PlanSeat",
    "Plenary",
    "Preparation",
    "Presence",
    "ProcessTemplate",
    "RaisedOpinion",
    "ResearchStop",
    "Roll",
    "RunLine",
    "RunSheet",
    "SignatureScan",
    "Sitting",
    "StepPaper",
    "TemplateStep",
]
