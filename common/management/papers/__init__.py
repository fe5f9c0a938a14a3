"""The papers the product ships, built by code so that every one keeps to the same page and can be made again."""

from collections.abc import Callable
from typing import Any

from common.management.papers.activity_record import build_activity_record
from common.management.papers.assignment_list import build_assignment_list
from common.management.papers.assignment_notice import build_assignment_notice
from common.management.papers.attendance_list import build_attendance_list
from common.management.papers.briefing import build_briefing
from common.management.papers.drafting_slip import build_drafting_slip
from common.management.papers.duty_form import build_duty_form
from common.management.papers.duty_report import build_duty_report
from common.management.papers.face_report import build_face_report
from common.management.papers.group_record import build_group_record
from common.management.papers.meeting_outcome import build_meeting_outcome
from common.management.papers.reception_form import build_reception_form
from common.management.papers.reply import build_reply
from common.management.papers.roll_list import build_roll_list

PAPERS: dict[str, Callable[[], Any]] = {
    "activity_record.docx": build_activity_record,
    "assignment_list.docx": build_assignment_list,
    "assignment_notice.docx": build_assignment_notice,
    "attendance_list.docx": build_attendance_list,
    "briefing.docx": build_briefing,
    "drafting_slip.docx": build_drafting_slip,
    "duty_form.docx": build_duty_form,
    "duty_report.docx": build_duty_report,
    "group_record.docx": build_group_record,
    "meeting_outcome.docx": build_meeting_outcome,
    "face_report.docx": build_face_report,
    "reception_form.docx": build_reception_form,
    "reply.docx": build_reply,
    "roll_list.docx": build_roll_list,
}
