"""The verbs of the stations: receptions and visits, what becomes of them, the rota, the staff.

`actor=None` is the system loading what happened before it was there; every person is asked for
their right.
"""

from stations.workflow.activity import (
    Planned,
    archive_activity,
    cancel_activity,
    change_activity,
    hold_activity,
    plan_activity,
    reopen_activity,
    send_invitations,
)
from stations.workflow.archive import add_version, every_year, file_paper, take_out
from stations.workflow.bundle import ask_for_box, forget_bundles, make_bundle
from stations.workflow.codes import (
    ask_for_code,
    issue_code,
    issue_for_place,
    issue_for_station,
    owner,
    reissue_code,
    revoke_code,
)
from stations.workflow.correcting import Held, correct_reception
from stations.workflow.entry import end_phone, print_slip, print_slips, withdraw_slip
from stations.workflow.filling import adjust_rota, clear_notices, propose_rota, publish_rota
from stations.workflow.founding import Site, correct_staff, found_station, let_in
from stations.workflow.gathering import Asked, answer_invitation, invite, mark_attendance, uninvite
from stations.workflow.handling import enter_rating, report_up, settle, tell_visitor
from stations.workflow.minutes import file_with_activity, register_said, write_minutes
from stations.workflow.nature import end_nature, grant_nature
from stations.workflow.paper import add_photos
from stations.workflow.paper import finish as finish_paper
from stations.workflow.paper import resume as resume_paper
from stations.workflow.pins import pin_to_station, unpin
from stations.workflow.posters import ask_posters, make_posters
from stations.workflow.publishing import (
    close_side,
    page_of,
    pass_review,
    propose_page,
    refuse_review,
    reopen_side,
    take_down,
    withdraw_review,
)
from stations.workflow.publishing_many import AT_ONCE, pass_many, propose_for_place, propose_for_station
from stations.workflow.reception import Handling, Said, Visitor, record_reception, record_visit
from stations.workflow.recording import record
from stations.workflow.rota import assign_deputies, cancel_slot, confirm_duty, move_slot, plan_slot
from stations.workflow.rule import RuleFacts, generate_days, set_rule
from stations.workflow.staff import Newcomer, add_staff, end_staff, succeed
from stations.workflow.standard import (
    Finding,
    add_item,
    adopt_examples,
    check_station,
    end_item,
    give_grade,
    keep_photo,
    remedy,
)
from stations.workflow.swap import agree_swap, ask_swap, decline_swap, say_absent, take_back_absence, withdraw_swap

__all__ = [
    "AT_ONCE",
    "Asked",
    "Finding",
    "Handling",
    "Held",
    "Newcomer",
    "Planned",
    "RuleFacts",
    "Said",
    "Site",
    "Visitor",
    "add_item",
    "add_photos",
    "add_staff",
    "add_version",
    "adjust_rota",
    "adopt_examples",
    "agree_swap",
    "answer_invitation",
    "archive_activity",
    "ask_for_box",
    "ask_for_code",
    "ask_posters",
    "ask_swap",
    "assign_deputies",
    "cancel_activity",
    "cancel_slot",
    "change_activity",
    "check_station",
    "clear_notices",
    "close_side",
    "confirm_duty",
    "correct_reception",
    "correct_staff",
    "decline_swap",
    "end_item",
    "end_nature",
    "end_phone",
    "end_staff",
    "enter_rating",
    "every_year",
    "file_paper",
    "file_with_activity",
    "finish_paper",
    "forget_bundles",
    "found_station",
    "generate_days",
    "give_grade",
    "grant_nature",
    "hold_activity",
    "invite",
    "issue_code",
    "issue_for_place",
    "issue_for_station",
    "keep_photo",
    "let_in",
    "make_bundle",
    "make_posters",
    "mark_attendance",
    "move_slot",
    "owner",
    "page_of",
    "pass_many",
    "pass_review",
    "pin_to_station",
    "plan_activity",
    "plan_slot",
    "print_slip",
    "print_slips",
    "propose_for_place",
    "propose_for_station",
    "propose_page",
    "propose_rota",
    "publish_rota",
    "record",
    "record_reception",
    "record_visit",
    "refuse_review",
    "register_said",
    "reissue_code",
    "remedy",
    "reopen_activity",
    "reopen_side",
    "report_up",
    "resume_paper",
    "revoke_code",
    "say_absent",
    "send_invitations",
    "set_rule",
    "settle",
    "succeed",
    "take_back_absence",
    "take_down",
    "take_out",
    "tell_visitor",
    "uninvite",
    "unpin",
    "withdraw_review",
    "withdraw_slip",
    "withdraw_swap",
    "write_minutes",
]
