"""答复, 评价, 反馈 of the demonstration: each function walks an item one stretch further than the last."""

from __future__ import annotations

from datetime import date, timedelta

from accounts.models import User
from liaison_portal.demo.clock import at
from liaison_portal.demo.content import MatterRow, RatingRow, ReplyRow
from liaison_portal.demo.content.replies import FEEDBACKS, REOPENED, REPLIES, RETURNED, SECOND_REPLIES
from liaison_portal.demo.world import World
from opinions.choices import FeedbackHow, Grade, UndertakingStatus
from opinions.models import Opinion, Rating, Reply, Undertaking
from opinions.workflow import opinion as opinions
from opinions.workflow import rating as ratings
from opinions.workflow import reply as replies
from opinions.workflow import undertaking as undertakings

EARLY, PASSED, FIRST_RATING, RATING_GAP = 10, 12, 14, 4
DRAFTING, LATE_DRAFT, TO_SIGN, DELIVERED = 30, 29, 31, 31
WAITING, WAITING_PASSED = 26, 29
FIRST_TRY, SECOND_TRY, TOLD = 25, 30, 32
AGAIN, AGAIN_PASSED, AGAIN_RATED, AGAIN_GAP = 25, 28, 30, 1
GRADES = {"satisfied": Grade.GOOD, "basic": Grade.FAIR, "unsatisfied": Grade.BAD}
HOW = {"电话": FeedbackHow.PHONE, "当面": FeedbackHow.VISIT, "书面": FeedbackHow.PAPER, "联络站": FeedbackHow.VISIT}


def drafting(world: World, row: MatterRow, lead: Undertaking, *, clerk: User, head: User) -> None:  # noqa: ARG001
    """The clerk has begun to write."""
    _draft(world, row, lead, clerk, world.clock.after_issue(DRAFTING))


def to_sign(world: World, row: MatterRow, lead: Undertaking, *, clerk: User, head: User) -> None:  # noqa: ARG001
    """It lies before the unit's head."""
    reply = _draft(world, row, lead, clerk, world.clock.after_issue(LATE_DRAFT))
    replies.submit(reply, actor=clerk, at=world.clock.after(row.key, TO_SIGN, 10))


def delivered(world: World, row: MatterRow, lead: Undertaking, *, clerk: User, head: User) -> None:
    """It lies before staff; one has been handed back before and came again."""
    returned = next((note for note in RETURNED if note.matter == row.key), None)
    if returned is None:
        _deliver(world, row, lead, clerk=clerk, head=head, day=world.clock.after_issue(DELIVERED))
        return
    reply = _deliver(world, row, lead, clerk=clerk, head=head, day=world.clock.after_issue(FIRST_TRY))
    day = world.clock.after_issue(returned.days)
    replies.hand_back(reply, actor=world.staff, note=returned.text, at=world.clock.moment(row.key, day, 17))
    _deliver(world, row, lead, clerk=clerk, head=head, day=world.clock.after_issue(SECOND_TRY))


def waiting_for_ratings(world: World, row: MatterRow, lead: Undertaking, *, clerk: User, head: User) -> None:
    """Those who raised it have been asked."""
    reply = _deliver(world, row, lead, clerk=clerk, head=head, day=world.clock.after_issue(WAITING))
    replies.pass_reply(reply, actor=world.staff, at=world.clock.after(row.key, WAITING_PASSED, 11))


def rated(world: World, row: MatterRow, lead: Undertaking, *, clerk: User, head: User) -> None:
    """Everybody asked has rated, and the round closed by the rule: 已办结 or 重新办理."""
    reply = _passed(world, row, lead, clerk, head)
    for number, rating in enumerate(_content(row, lead).ratings):
        _rate(world, row, reply, rating, world.clock.after_issue(FIRST_RATING + RATING_GAP * number))
    note = next((note for note in REOPENED if note.matter == row.key), None)
    if note is not None:
        undertakings.urge(lead, actor=world.staff, note=note.text, at=world.clock.after(row.key, note.days, 10))


def assessing(world: World, row: MatterRow, lead: Undertaking, *, clerk: User, head: User) -> None:
    """Done again, and 不满意 again: it lies before staff, who write what came of it."""
    rated(world, row, lead, clerk=clerk, head=head)
    reply = _deliver(world, row, lead, clerk=clerk, head=head, day=world.clock.after_issue(AGAIN))
    replies.pass_reply(reply, actor=world.staff, at=world.clock.after(row.key, AGAIN_PASSED, 11))
    for number, rating in enumerate(_content(row, lead).ratings):
        _rate(world, row, reply, rating, world.clock.after_issue(AGAIN_RATED + AGAIN_GAP * number))


def _content(row: MatterRow, lead: Undertaking) -> ReplyRow:
    """What the unit answers in the round that the item is in."""
    rounds = REPLIES if lead.round == 1 else SECOND_REPLIES
    return next(reply for reply in rounds if reply.matter == row.key)


def unrated(world: World, row: MatterRow, lead: Undertaking, *, clerk: User, head: User) -> None:
    """Nobody rated; the window ended, and the system closed the item."""
    _end_window(world, _passed(world, row, lead, clerk, head))


def fed_back(world: World, row: MatterRow, lead: Undertaking, *, clerk: User, head: User) -> None:
    """Closed, and those who spoke have been told."""
    rated(world, row, lead, clerk=clerk, head=head)
    if lead.status == UndertakingStatus.RATING:  # somebody asked did not answer
        reply = lead.replies.get(round=lead.round)
        reply.undertaking = lead
        _end_window(world, reply)
    for note in FEEDBACKS:
        if note.matter == row.key:
            for opinion in _opinions_of(world, row, note.unit):
                day = world.clock.after_issue(TOLD)
                opinions.give_feedback(
                    opinion,
                    actor=world.staff,
                    how=HOW[note.answer],
                    note=note.text,
                    at=world.clock.moment(row.key, day, 15),
                )


def _draft(world: World, row: MatterRow, lead: Undertaking, clerk: User, day: date) -> Reply:
    content = _content(row, lead)
    why_not = {world.opinions[key].pk: reason for key, reason in content.unanswered}
    answers = {world.opinions[key].pk for key in row.opinions}
    letter = replies.Letter(
        body=content.body,
        answer_class=content.answer_class,
        planned_on=world.clock.issued + timedelta(days=content.plan_days) if content.plan_days else None,
        contact_name=clerk.name,
        contact_phone=lead.unit.phone,
    )
    answered = {pk: (pk not in why_not, why_not.get(pk, "")) for pk in answers}
    return replies.draft(lead, letter, actor=clerk, answers=answered, at=world.clock.moment(row.key, day, 9))


def _deliver(world: World, row: MatterRow, lead: Undertaking, *, clerk: User, head: User, day: date) -> Reply:
    """Drafted, signed and delivered in one day."""
    reply = _draft(world, row, lead, clerk, day)
    replies.submit(reply, actor=clerk, at=world.clock.moment(row.key, day, 10))
    replies.sign(reply, actor=head, at=world.clock.moment(row.key, day, 14))
    return replies.deliver(reply, actor=clerk, at=world.clock.moment(row.key, day, 16))


def _passed(world: World, row: MatterRow, lead: Undertaking, clerk: User, head: User) -> Reply:
    reply = _deliver(world, row, lead, clerk=clerk, head=head, day=world.clock.after_issue(EARLY))
    return replies.pass_reply(reply, actor=world.staff, at=world.clock.after(row.key, PASSED, 11))


def _rate(world: World, row: MatterRow, reply: Reply, content: RatingRow, day: date) -> None:
    """A deputy with an account rates in person; staff enter what the others said."""
    contributor = world.participants[content.participant].contributor
    rating = Rating.objects.select_related("contributor__deputy").get(reply=reply, contributor=contributor)
    rating.reply = reply
    deputy = contributor.deputy
    own = deputy is not None and deputy.user_id is not None
    ratings.rate(
        rating,
        actor=world.users["deputy"] if own else world.staff,
        attitude=GRADES[content.attitude],
        result=GRADES[content.result],
        reason=content.reason,
        proxy_for=None if own else _opinions_of(world, row, content.participant)[0],
        at=world.clock.moment(row.key, day, 15),
    )


def _opinions_of(world: World, row: MatterRow, participant: str) -> list[Opinion]:
    """What one person said on the matter, as it stands in the ledger now."""
    contributor = world.participants[participant].contributor_id
    keys = [world.opinions[key].pk for key in row.opinions]
    return list(
        Opinion.objects.select_related("region", "contributor__deputy").filter(pk__in=keys, contributor=contributor)
    )


def _end_window(world: World, reply: Reply) -> None:
    """The day after the last for rating, by the system."""
    due = reply.undertaking.rating_due
    if due is not None:
        day = min(due + timedelta(days=1), world.clock.today)
        ratings.close_round(reply, at=at(day, 0, 30))
