"""One form per action of this room's pages."""

from meetings.forms.attendance import AttendeeForm, LinesForm, TotalForm
from meetings.forms.groups import ConvenerForm, DecideForm, KeyForm, PlanForm, PlanMoveForm
from meetings.forms.leader import PublishSpeechForm, QueuedSpeechForm, SpeechForm, TakeBackForm
from meetings.forms.plan import AgendaItemForm, DraftForm, MeetingForm, SittingForm
from meetings.forms.plenary import LeaveForm, PlenaryForm
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
    "LeaveForm",
    "LinesForm",
    "MeetingForm",
    "ParticipantForm",
    "PlanForm",
    "PlanMoveForm",
    "PlenaryForm",
    "PublishSpeechForm",
    "QueuedSpeechForm",
    "ReturnForm",
    "SittingForm",
    "SpeechForm",
    "TakeBackForm",
    "TotalForm",
]
