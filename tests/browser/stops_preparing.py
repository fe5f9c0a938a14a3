"""Where the tour goes to see a meeting prepared: its days, a step, the processes, the papers and who has read them."""

from django.urls import reverse

from meetings.models import Meeting, MeetingStep, PaperReceipt, PaperVersion, ProcessTemplate
from tests.browser.stops import Stop, first


def papers(user, *, kind="groups"):
    pk = Meeting.objects.visible_to(user).get().pk
    return reverse("meetings:receipt_list", args=[pk, kind])


STAFF = (
    Stop("staff-preparation", first(Meeting, "meetings:preparation")),
    Stop("staff-step-late", first(MeetingStep, "meetings:step_detail", status="waiting")),
    Stop("staff-step-agreed", first(MeetingStep, "meetings:step_detail", result="agreed", body="secretaries")),
    Stop("staff-papers", first(Meeting, "meetings:paper_shelves")),
    Stop("staff-paper-readers", papers),
    Stop("staff-processes", "/meetings/processes/"),
    Stop("staff-process-new", "/meetings/processes/new/"),
    Stop("staff-process", first(ProcessTemplate, "meetings:template_detail")),
    Stop("staff-process-edit", first(ProcessTemplate, "meetings:template_edit")),
    Stop("staff-process-step", first(ProcessTemplate, "meetings:template_step_add")),
    Stop("staff-paper-text", first(PaperVersion, "meetings:paper_version")),
    Stop("staff-paper-write", lambda user: first(ProcessTemplate, "meetings:template_detail")(user) + "papers/staff/"),
    Stop("staff-own-papers", "/meetings/papers/"),
)
OFFICE = (
    Stop("office-preparation", first(Meeting, "meetings:preparation")),
    Stop("office-step", first(MeetingStep, "meetings:step_detail", status="waiting", owner="office")),
)
LEADER = (Stop("leader-preparation", first(Meeting, "meetings:preparation")),)
DEPUTY = (
    Stop("deputy-papers", "/meetings/papers/"),
    Stop("deputy-paper", first(PaperReceipt, "meetings:receipt_detail", status="waiting")),
)
