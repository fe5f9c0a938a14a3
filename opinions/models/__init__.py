"""What the ledger stores."""

from opinions.models.assignment import Assignment, AssignmentList, AssignmentUnit, NumberSequence
from opinions.models.catalogue import Category, Channel, HandlingRule
from opinions.models.event import Attachment, Event
from opinions.models.matter import Matter, MatterSource, MatterUnit, MergeAction
from opinions.models.opinion import Contributor, Occasion, Opinion, Topic
from opinions.models.reply import Feedback, OpinionAnswer, Promise, Rating, Reply
from opinions.models.undertaking import CoOpinion, Extension, SendBack, Undertaking

__all__ = [
    "Assignment",
    "AssignmentList",
    "AssignmentUnit",
    "Attachment",
    "Category",
    "Channel",
    "CoOpinion",
    "Contributor",
    "Event",
    "Extension",
    "Feedback",
    "HandlingRule",
    "Matter",
    "MatterSource",
    "MatterUnit",
    "MergeAction",
    "NumberSequence",
    "Occasion",
    "Opinion",
    "OpinionAnswer",
    "Promise",
    "Rating",
    "Reply",
    "SendBack",
    "Topic",
    "Undertaking",
]
