"""A meeting with its steps begun from the city's example, for the tests of the preparation."""

from datetime import date

from meetings import actions
from meetings.models import MeetingStep, PaperReceipt, Preparation

OPENS = date(2024, 5, 14)  # a Tuesday, behind the long holiday of May


def begun(hall, choice="city"):
    """The preparation of the hall's meeting."""
    return actions.begin_preparation(hall.meeting, actor=hall.staff, choice=choice)


def step_of(made, **facts):
    """The step that `facts` name, as a page loads it."""
    return MeetingStep.objects.with_place().get(preparation=made, **facts)


def reload(row):
    """As a page loads it."""
    if isinstance(row, MeetingStep):
        return MeetingStep.objects.with_place().get(pk=row.pk)
    if isinstance(row, PaperReceipt):
        return PaperReceipt.objects.with_page_data().get(pk=row.pk)
    return Preparation.objects.with_place().get(pk=row.pk)
