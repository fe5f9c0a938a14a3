"""Who may see and who may do in this room, one predicate each, one file a noun. A step's `may` is one of these."""

from meetings.rules.attendance import can_view_attendee, is_self, keeps_roll, keeps_roll_or_self
from meetings.rules.audience import (
    can_reveal_applicant,
    can_take_down,
    can_view_notice,
    checks_notice,
    keeps_notice,
)
from meetings.rules.briefing import (
    can_annul_briefing,
    can_check_briefing,
    can_edit_briefing,
    can_enter_signature,
    can_issue_briefing,
    can_return_briefing,
    can_sign_briefing,
    can_view_briefing,
)
from meetings.rules.confirmation import can_view_speech, is_speaker, may_confirm_for, may_release
from meetings.rules.groups import can_view_plan, keeps_plan
from meetings.rules.leader import (
    can_view_leader_speech,
    has_written,
    may_approve_leader_speech,
    may_publish_leader_speech,
    may_withdraw_leader_speech,
    may_write_leader_speech,
)
from meetings.rules.place import path_of
from meetings.rules.plan import can_view_meeting, may_prepare, prepares_meetings
from meetings.rules.process import (
    can_view_receipt,
    can_view_step,
    can_view_template,
    is_addressee,
    may_carry,
    may_change_course,
    may_count_day,
    may_decide,
    may_finish,
    may_keep_template,
    may_note_paper,
)
from meetings.rules.sitting import can_view_sitting, may_record

__all__ = [
    "can_annul_briefing",
    "can_check_briefing",
    "can_edit_briefing",
    "can_enter_signature",
    "can_issue_briefing",
    "can_return_briefing",
    "can_reveal_applicant",
    "can_sign_briefing",
    "can_take_down",
    "can_view_attendee",
    "can_view_briefing",
    "can_view_leader_speech",
    "can_view_meeting",
    "can_view_notice",
    "can_view_plan",
    "can_view_receipt",
    "can_view_sitting",
    "can_view_speech",
    "can_view_step",
    "can_view_template",
    "checks_notice",
    "has_written",
    "is_addressee",
    "is_self",
    "is_speaker",
    "keeps_notice",
    "keeps_plan",
    "keeps_roll",
    "keeps_roll_or_self",
    "may_approve_leader_speech",
    "may_carry",
    "may_change_course",
    "may_confirm_for",
    "may_count_day",
    "may_decide",
    "may_finish",
    "may_keep_template",
    "may_note_paper",
    "may_prepare",
    "may_publish_leader_speech",
    "may_record",
    "may_release",
    "may_withdraw_leader_speech",
    "may_write_leader_speech",
    "path_of",
    "prepares_meetings",
]
