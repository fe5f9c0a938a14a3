"""A deputy's own page, on a phone: ratings waiting, rota, what they raised, their group, the year's duties."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from accounts.calendar import Calendar
from accounts.models import User
from deputies.choices import BatchStatus, Rater
from deputies.models import ActivityGroup, Deputy, DutyRecord, ScoreRating, ScoreSheet
from deputies.reports import DutyCount, duty_counts, group_of, mandates_of, unanswered
from liaison_portal.desks import briefings
from liaison_portal.desks.faces import invitations_of
from liaison_portal.desks.parts import FEW, few
from meetings.models import PaperReceipt
from meetings.models.face import FaceInvitation
from opinions.models import Opinion, Rating
from opinions.views.rows import OpinionRow, opinion_rows
from stations.models import Invitation, Message, SlotDeputy, Station, Swap
from stations.reports import next_duties, station_of
from stations.reports.messages import Turn, turns
from stations.reports.my_days import asked_of


@dataclass
class DeputyPage:
    """What the page draws; without `deputy` the account is not tied to a deputy yet."""

    deputy: Deputy | None = None
    mandate: str = ""
    group: ActivityGroup | None = None
    station: Station | None = None
    ratings: list[Rating] = field(default_factory=list)
    more_ratings: int = 0
    duties: list[SlotDeputy] = field(default_factory=list)
    invitations: list[Invitation] = field(default_factory=list)
    faces: list[FaceInvitation] = field(default_factory=list)
    papers: int = 0
    messages: list[Turn] = field(default_factory=list)
    more_messages: int = 0
    swaps: list[Swap] = field(default_factory=list)
    raised: list[OpinionRow] = field(default_factory=list)
    year: list[DutyCount] = field(default_factory=list)
    to_look: int = 0
    speeches: int = 0
    sheet: ScoreSheet | None = None
    unanswered: int = 0

    @property
    def message_count(self) -> int:
        """How many residents wait for an answer."""
        return len(self.messages) + self.more_messages

    @property
    def unconfirmed(self) -> list[SlotDeputy]:
        """Reception days ahead that they have not said yes to."""
        return [duty for duty in self.duties if duty.confirmed_at is None]

    @property
    def count(self) -> int:
        """How many things wait."""
        ratings, days = len(self.ratings) + self.more_ratings, len(self.unconfirmed)
        asked = ratings + days + len(self.swaps) + len(self.invitations) + len(self.faces) + self.message_count
        return asked + self.to_look + bool(self.sheet) + bool(self.papers) + self.speeches


def page_of(user: User, on: date, calendar: Calendar | None = None) -> DeputyPage:
    """Everything of the deputy who signed in; the number of queries does not grow with the rows."""
    deputy = Deputy.objects.filter(user_id=user.pk).defer("search_terms").first()
    if deputy is None:
        return DeputyPage()
    ratings, more = few(Rating.objects.asked_of(user).waiting().with_item())
    waiting, more_messages = few(Message.objects.waiting_for(user).with_list_data().order_by("due_on", "id"))
    mandates = mandates_of(deputy)
    return DeputyPage(
        deputy=deputy,
        mandate="、".join(dict.fromkeys(str(m.get_level_display()) for m in mandates if m.ended_on is None)),
        group=group_of(deputy),
        station=station_of(deputy),
        ratings=ratings,
        more_ratings=more,
        duties=next_duties(deputy, on),
        invitations=_invitations(user, on),
        faces=invitations_of(user, on),
        papers=PaperReceipt.objects.filter(user=user).waiting().count(),
        messages=turns(waiting, on),
        more_messages=more_messages,
        swaps=asked_of(deputy, on),
        raised=_raised(user, deputy, on, calendar),
        year=_year(deputy, on.year),
        to_look=DutyRecord.objects.waiting_for(user).count(),
        speeches=briefings.asked_of(user),
        sheet=_sheet(deputy),
        unanswered=unanswered(deputy).of_year(on.year).count(),
    )


def _sheet(deputy: Deputy) -> ScoreSheet | None:
    """The sheet that waits for the deputy's own marks."""
    given = ScoreRating.objects.filter(rater=Rater.SELF, superseded_at=None).values("sheet_id")
    rows = ScoreSheet.objects.alive().filter(deputy=deputy, batch__status=BatchStatus.RATING)
    return rows.exclude(pk__in=given).select_related("batch__region").order_by("-id").first()


def _invitations(user: User, on: date) -> list[Invitation]:
    """To activities and trainings ahead, to which they have said nothing yet."""
    rows = Invitation.objects.of(user).waiting(on).select_related("activity__organiser")
    return list(rows.order_by("activity__held_on", "id")[:FEW])


def _year(deputy: Deputy, year: int) -> list[DutyCount]:
    """What they raised, counted in the ledger, and the year's duties from their records."""
    raised = Opinion.objects.counted().filter(contributor__deputy=deputy, heard_on__year=year).count()
    return [DutyCount("提出意见", raised), *duty_counts(deputy, year)]


def _raised(user: User, deputy: Deputy, on: date, calendar: Calendar | None) -> list[OpinionRow]:
    own = Opinion.objects.counted().filter(contributor__deputy=deputy).with_list_data().select_related("holder")
    rows = list(own.defer("search_terms").order_by("-id")[:FEW])
    return opinion_rows(rows, user, today=on, calendar=calendar)
