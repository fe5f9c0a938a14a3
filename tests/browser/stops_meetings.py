"""The stops of the tour at a meeting's people: the roll, the groups, who is asked, where one went, how it runs."""

from meetings.models import Attendee, AudienceApplication, GroupPlan, Meeting, Participant, Sitting
from tests.browser.stops import Stop, a_row


def meetings(user):
    return Meeting.objects.visible_to(user).filter(attendees__isnull=False)


def attendees(user):
    return Attendee.objects.visible_to(user)


def published(user):
    return GroupPlan.objects.visible_to(user).filter(status="published")


def third(user):
    return Sitting.objects.visible_to(user).filter(run_sheet__isnull=False, stops__isnull=False)


def printed(_user):
    return f"/meetings/{Attendee.objects.first().meeting_id}/roll/?print=1"


STAFF = (
    Stop("staff-roll", a_row("meetings:roll", meetings)),
    Stop("staff-roll-print", printed),
    Stop("staff-plenaries", a_row("meetings:plenary_list", meetings)),
    Stop("staff-attendee", a_row("meetings:attendee_detail", attendees)),
    Stop("staff-door", a_row("meetings:door", meetings)),
    Stop("staff-groups", a_row("meetings:plan_list", meetings)),
    Stop("staff-groups-plan", a_row("meetings:plan_detail", published)),
    Stop("staff-appointments", a_row("meetings:appointment_list", meetings)),
    Stop("staff-deputies-asked", a_row("meetings:deputy_invite", meetings)),
    Stop("staff-audience", a_row("meetings:audience", meetings)),
    Stop("staff-audience-notice", a_row("meetings:audience_notice", meetings)),
    Stop("staff-audience-one", a_row("meetings:audience_detail", AudienceApplication.objects.visible_to)),
    Stop("staff-research", a_row("meetings:research", meetings)),
    Stop("staff-run-sheet", a_row("meetings:run_sheet", third)),
    Stop("staff-run-sheet-edit", a_row("meetings:run_sheet_edit", third)),
)
DEPUTY = (
    Stop("deputy-meetings", "/meetings/mine/"),
    Stop("deputy-group", a_row("meetings:my_group", Participant.objects.own_of)),
)
