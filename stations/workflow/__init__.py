"""The verbs of the stations: receptions and visits, what becomes of them, the rota, the staff.

`actor=None` is the system loading what happened before it was there; every person is asked for
their right.
"""

from stations.workflow.correcting import Held, correct_reception
from stations.workflow.handling import enter_rating, report_up, settle, tell_visitor
from stations.workflow.nature import end_nature, grant_nature
from stations.workflow.reception import Handling, Said, Visitor, record_reception, record_visit
from stations.workflow.rota import assign_deputies, cancel_slot, confirm_duty, plan_slot
from stations.workflow.staff import Newcomer, add_staff, end_staff, succeed

__all__ = [
    "Handling",
    "Held",
    "Newcomer",
    "Said",
    "Visitor",
    "add_staff",
    "assign_deputies",
    "cancel_slot",
    "confirm_duty",
    "correct_reception",
    "end_nature",
    "end_staff",
    "enter_rating",
    "grant_nature",
    "plan_slot",
    "record_reception",
    "record_visit",
    "report_up",
    "settle",
    "succeed",
    "tell_visitor",
]
