"""The stops of the tour on the face-to-face sittings: the year, its people, the report, a deputy's receipt."""

from meetings.models.face import FaceInvitation, FaceReport, FaceSeries, FaceSitting
from tests.browser.stops import Stop, a_row, first


def mine(user):
    return FaceInvitation.objects.addressed_to(user).filter(face__sitting__status="ready")


def still_asked(_user):
    """The sitting to which not everybody has answered."""
    return FaceSitting.objects.filter(sitting__status="ready")


STAFF = (
    Stop("face-series", first(FaceSeries, "meetings:face_series", reports__status="sent")),
    Stop("face-new", "/meetings/faces/new/"),
    Stop("face-people", a_row("meetings:face_people", still_asked)),
    Stop("face-report", first(FaceReport, "meetings:face_report")),
    Stop("face-report-texts", first(FaceReport, "meetings:face_report_texts")),
    Stop("face-report-new", first(FaceSeries, "meetings:face_report_new", reports__status="sent")),
)
DEPUTY = (Stop("face-answer", a_row("meetings:face_answer", mine)),)
