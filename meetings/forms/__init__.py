"""One form per action of this room's pages."""

from meetings.forms.attendance import AttendeeForm, LinesForm, ReasonForm, TotalForm
from meetings.forms.groups import ConvenerForm, DecideForm, KeyForm, PlanForm, PlanMoveForm
from meetings.forms.leader import PublishSpeechForm, QueuedSpeechForm, SpeechForm, TakeBackForm
from meetings.forms.plan import AgendaItemForm, DraftForm, MeetingForm, SittingForm
from meetings.forms.record import (
    EditForm,
    EntryForm,
    ImportConfirmForm,
    ImportForm,
    LatecomerForm,
    ParticipantForm,
    ReturnForm,
)

__all__ = [
    "AgendaItemForm",
    "AttendeeForm",
    "ConvenerForm",
    "DecideForm",
    "DraftForm",
    "EditForm",
    "EntryForm",
    "ImportConfirmForm",
    "ImportForm",
    "KeyForm",
    "LatecomerForm",
    "LinesForm",
    "MeetingForm",
    "ParticipantForm",
    "PlanForm",
    "PlanMoveForm",
    "PublishSpeechForm",
    "QueuedSpeechForm",
    "ReasonForm",
    "ReturnForm",
    "SittingForm",
    "SpeechForm",
    "TakeBackForm",
    "TotalForm",
]
