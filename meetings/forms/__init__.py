"""One form per action of this room's pages."""

from meetings.forms.plan import AgendaItemForm, DraftForm, MeetingForm, SittingForm
from meetings.forms.record import (
    EditForm,
    EntryForm,
    ImportConfirmForm,
    ImportForm,
    LatecomerForm,
    ParticipantForm,
)

__all__ = [
    "AgendaItemForm",
    "DraftForm",
    "EditForm",
    "EntryForm",
    "ImportConfirmForm",
    "ImportForm",
    "LatecomerForm",
    "MeetingForm",
    "ParticipantForm",
    "SittingForm",
]
