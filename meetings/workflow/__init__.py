"""What is done at a sitting: recording begins and ends, people are added, rows are written down.

Every change of the record counts the sitting's `revision` up as the first write of its
transaction. That locks the sitting, so `revision` comes gap-free and in the order of the commits,
and a page that asks for what lies behind its revision misses nothing. A row's `order` is when it was said.
"""

from meetings.workflow.handing import hand_papers, note_all_on_paper, note_on_paper, read_paper
from meetings.workflow.leader import (
    READ_STEPS,
    SPEECH_STEPS,
    edit_speech,
    file_speech,
    publish_speech,
    take_back_speech,
    take_speech_step,
)
from meetings.workflow.people import add_participant, edit_participant, keep_secret, remove_participant
from meetings.workflow.process import (
    add_step,
    add_step_paper,
    count_step_day,
    decide_step,
    finish_step,
    move_step_day,
    remove_step,
    reopen_step,
    restore_step,
    skip_step,
)
from meetings.workflow.row import MAX_AHEAD, Change, Entry, capture, change_speaker, delete_row, edit_row
from meetings.workflow.sitting import STEPS, end, resume, start

__all__ = [
    "MAX_AHEAD",
    "READ_STEPS",
    "SPEECH_STEPS",
    "STEPS",
    "Change",
    "Entry",
    "add_participant",
    "add_step",
    "add_step_paper",
    "capture",
    "change_speaker",
    "count_step_day",
    "decide_step",
    "delete_row",
    "edit_participant",
    "edit_row",
    "edit_speech",
    "end",
    "file_speech",
    "finish_step",
    "hand_papers",
    "keep_secret",
    "move_step_day",
    "note_all_on_paper",
    "note_on_paper",
    "publish_speech",
    "read_paper",
    "remove_participant",
    "remove_step",
    "reopen_step",
    "restore_step",
    "resume",
    "skip_step",
    "start",
    "take_back_speech",
    "take_speech_step",
]
