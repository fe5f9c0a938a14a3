"""A speech's life: 记录 → 送核 → 已签 → 入简报, one table; the speaker's words stand beside the recorder's."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from accounts.actions import audit, notify
from accounts.models import User
from common.errors import NotAllowedError, RuleError, StaleError
from common.steps import Step, Steps, check, move
from common.text import clean_pasted
from meetings import rules
from meetings.choices import ConfirmedHow, CorrectionFate, LinkEnd
from meetings.choices import RaisedStatus as R
from meetings.models import Confirmation, ConfirmationLink, Participant, RaisedOpinion, SignatureScan, Sitting
from meetings.workflow import links
from meetings.workflow.recording import record
from opinions.models import Opinion
from opinions.workflow import opinion as opinions

MARK = 16  # hexadecimal digits: enough to tell one text from the next
CHANGED = "工作人员刚改过这一条的文字，还没有按原来的核对。请看一下现在的文字，再确认。"
DONE = "这一条已经核对过了，不用再核对。"

STEPS: Steps = {
    "send": Step("送本人核对", (R.RECORDED,), R.SENT, rules.may_confirm_for),
    "recall": Step("撤回送核", (R.SENT,), R.RECORDED, rules.may_confirm_for),
    "confirm": Step("核对", (R.SENT,), R.SIGNED, rules.is_speaker, by_system=True),
    "sign_paper": Step("登记纸质签字", (R.RECORDED, R.SENT), R.SIGNED, rules.may_confirm_for),
    "settle": Step("处理更正", (R.SIGNED, R.PRINTED), None, rules.may_confirm_for),
    "annul": Step("撤销核对", (R.SIGNED,), R.RECORDED, rules.may_confirm_for),
    "print": Step("编入简报", (R.SIGNED,), R.PRINTED, rules.may_confirm_for, button=False),
    "release": Step("退出作废的简报", (R.PRINTED,), R.SIGNED, rules.may_release, button=False),
}


def mark_of(text: str) -> str:
    """A short mark of the words somebody read, to tell whether they are still those."""
    return hashlib.sha256(text.encode()).hexdigest()[:MARK]


@dataclass(frozen=True)
class Sent:
    """What stands on a slip and nowhere else: whose it is, and the link's secret."""

    participant: Participant
    link: ConfirmationLink
    code: str
    count: int


# --- sent to the speaker --------------------------------------------------------------------------
@transaction.atomic
def send(
    participant: Participant, *, actor: User, at: datetime | None = None, request: HttpRequest | None = None
) -> Sent:
    """Ask the speaker to confirm what is not confirmed yet, by a new link; who has an account is told.

    The link before it is void. Refused where nothing waits to be confirmed.
    """
    moment = at or timezone.now()
    revision, _ = Sitting.objects.raise_revision(participant.sitting_id)
    rows = _waiting(participant)
    if not rows:
        raise RuleError("这一位没有等着核对的发言。")
    for row in rows:
        if row.status == R.RECORDED:
            move(STEPS, "send", row, actor=actor, record=record, at=moment, revision=revision)
        else:
            check(STEPS, "recall", row, actor)  # asked again: the same right as to take it back
    link, code = links.make(participant, actor=actor, at=moment)
    audit(actor, "送发言人核对", str(participant.sitting), f"参会人 {participant.pk}，{len(rows)} 条", request)
    _tell(participant, link, len(rows))
    return Sent(participant, link, code, len(rows))


def send_all(
    sitting: Sitting, *, actor: User, at: datetime | None = None, request: HttpRequest | None = None
) -> list[Sent]:
    """A link for everybody of the sitting who has speeches not yet sent. Refused where there are none."""
    people = Participant.objects.filter(raised__status=R.RECORDED, raised__deleted_at=None, sitting=sitting)
    related = ("contributor__deputy__user", "attendee__user", "sitting__occasion__unit__region")
    with transaction.atomic():
        found = people.select_related(*related).order_by("order", "id").distinct()
        made = [send(one, actor=actor, at=at, request=request) for one in found]
    if not made:
        raise RuleError("没有还没送核的发言。")
    return made


def _waiting(participant: Participant) -> list[RaisedOpinion]:
    rows = RaisedOpinion.objects.live().filter(participant=participant, status__in=(R.RECORDED, R.SENT))
    return list(rows.with_speech_data().order_by("order"))


def _tell(participant: Participant, link: ConfirmationLink, count: int) -> None:
    deputy, line = participant.contributor.deputy, participant.attendee
    account = deputy.user if deputy else line.user if line else None
    if account is not None:
        label = f"请核对您在{participant.sitting}的 {count} 条发言"
        url = reverse("meetings:my_speeches", args=[participant.sitting_id])
        notify([account], key=f"speech:{link.pk}:asked", label=label, url=url)


@transaction.atomic
def recall(participant: Participant, *, actor: User, at: datetime | None = None) -> None:
    """Take back what was sent and is not confirmed; the link is void. Refused where nothing is out."""
    moment = at or timezone.now()
    revision, _ = Sitting.objects.raise_revision(participant.sitting_id)
    rows = [row for row in _waiting(participant) if row.status == R.SENT]
    if not rows:
        raise RuleError("这一位没有正在核对的发言，不用撤回。")
    for row in rows:
        move(STEPS, "recall", row, actor=actor, record=record, at=moment, revision=revision)
    links.end(participant, LinkEnd.WITHDRAWN, moment)


def withdraw_link(
    participant: Participant, *, actor: User, at: datetime | None = None, request: HttpRequest | None = None
) -> None:
    """Make the link worthless, because it was lost or forwarded; what was sent stays sent."""
    if not rules.may_record(actor, participant.sitting):
        raise NotAllowedError("您不能收回这场会议的核对链接。")
    with transaction.atomic():
        links.withdraw(participant, at=at or timezone.now())
        audit(actor, "收回核对链接", str(participant.sitting), f"参会人 {participant.pk}", request)


# --- confirmed --------------------------------------------------------------------------------------
@dataclass(frozen=True, kw_only=True)
class Agreed:
    """What a speaker agrees to: the words they read (`mark_of`), and their own if they changed them."""

    mark: str
    text: str | None = None


def confirm(
    raised: RaisedOpinion,
    agreed: Agreed,
    *,
    actor: User | None = None,
    link: ConfirmationLink | None = None,
    at: datetime | None = None,
) -> Confirmation:
    """The speaker agrees, by the link on their phone or with their account. Sent twice, it counts once.

    Refuses words that were changed since they were read, a link that is void by now or of somebody
    else, and a second, different confirmation.
    """
    if (actor is None) == (link is None):
        raise NotAllowedError("核对要由发言人本人来做。")
    moment = at or timezone.now()
    with transaction.atomic():
        row, revision = _locked(raised)
        _check_link(row, link, moment)
        words = row.opinion.original if agreed.text is None else _words(agreed.text)
        if (known := getattr(row, "confirmation", None)) is not None:
            return _same(known, words)
        if agreed.mark != mark_of(row.opinion.original):
            raise StaleError(CHANGED)
        how = ConfirmedHow.ACCOUNT if link is None else ConfirmedHow.LINK
        facts: dict[str, Any] = {"confirmed_at": moment, "revision": revision}
        move(STEPS, "confirm", row, actor=actor, record=record, at=moment, data={"how": how.value}, **facts)
        return _keep(row, words, how=how, by=actor, link=link, at=moment)


def _locked(raised: RaisedOpinion) -> tuple[RaisedOpinion, int]:
    """The row as it stands once the sitting is locked; refuses a deleted one."""
    revision, _ = Sitting.objects.raise_revision(raised.sitting_id)
    row = RaisedOpinion.objects.with_speech_data().get(pk=raised.pk)
    if row.deleted_at is not None:
        raise StaleError("这一条已经从记录里删除了，不用核对。")
    return row, revision


def _check_link(row: RaisedOpinion, link: ConfirmationLink | None, at: datetime) -> None:
    if link is None:
        return
    still = ConfirmationLink.objects.open(at).filter(pk=link.pk, phone_hash=link.phone_hash).exclude(phone_hash="")
    if row.participant_id != link.participant_id or not still.exists():
        raise StaleError(links.GONE)


def _words(text: str) -> str:
    text = clean_pasted(text)
    opinions.check_text(text)
    return text


def _same(known: Confirmation, words: str) -> Confirmation:
    if known.text != words:
        raise StaleError(DONE)
    return known


def _keep(row: RaisedOpinion, words: str, *, how: str, at: datetime, **facts: Any) -> Confirmation:
    return Confirmation.objects.create(
        raised=row, how=how, recorded_text=row.opinion.original, text=words, at=at, **facts
    )


@transaction.atomic
def sign_on_paper(
    participant: Participant,
    words: Mapping[int, str],
    *,
    actor: User,
    signed_on: date,
    scan: SignatureScan | None = None,
    at: datetime | None = None,
) -> list[Confirmation]:
    """The speaker signed on paper: `words` are the texts as signed, by speech. `scan` is unsaved.

    Refuses a day before the sitting or to come, and a speech that is not theirs or already signed.
    """
    moment = at or timezone.now()
    _check_day(participant, signed_on, moment)
    revision, _ = Sitting.objects.raise_revision(participant.sitting_id)
    rows = [row for row in _waiting(participant) if row.pk in words]
    if len(rows) != len(words) or not rows:
        raise StaleError("选的发言里有已经核对过的，或者不是这一位的。请刷新后再登记。")
    facts: dict[str, Any] = {"confirmed_at": moment, "revision": revision}
    made = []
    for row in rows:
        move(STEPS, "sign_paper", row, actor=actor, record=record, at=moment, **facts)
        made.append(_keep(row, _words(words[row.pk]), how=ConfirmedHow.PAPER, at=moment, by=actor, signed_on=signed_on))
    if scan is not None:
        scan.participant, scan.uploaded_by, scan.signed_on = participant, actor, signed_on
        scan.save()
    return made


def _check_day(participant: Participant, day: date, at: datetime) -> None:
    if day > timezone.localdate(at):
        raise RuleError("签字日期不能晚于今天。", field="signed_on")
    if day < participant.sitting.occasion.held_on:
        raise RuleError("签字日期不能早于开会那天。", field="signed_on")


# --- what becomes of a correction -------------------------------------------------------------------
@transaction.atomic
def settle(raised: RaisedOpinion, fate: str, *, actor: User, at: datetime | None = None) -> Confirmation:
    """Staff take the speaker's words over into the ledger, or keep them with the speech alone.

    Taking over is an ordinary edit of the opinion: refused once it is merged; the words are kept all the same.
    """
    moment = at or timezone.now()
    row, revision = _locked(raised)
    kept: Confirmation | None = getattr(row, "confirmation", None)
    if kept is None or not kept.waits:
        raise StaleError("这一条没有等着处理的更正，请刷新看最新情况。")
    move(STEPS, "settle", row, actor=actor, record=record, at=moment, data={"fate": fate}, revision=revision)
    if fate == CorrectionFate.TAKEN:
        opinion = Opinion.objects.select_related("contributor", "region", "topic").get(pk=row.opinion_id)
        change = opinions.Correction(original=kept.text)
        opinions.edit_original(opinion, change, actor=actor, version=opinion.version, at=moment)
    kept.fate, kept.fate_at = fate, moment
    kept.save(update_fields=["fate", "fate_at"])
    return kept


@transaction.atomic
def annul(raised: RaisedOpinion, *, actor: User, note: str, at: datetime | None = None) -> RaisedOpinion:
    """Not the speaker's signature after all: back to 记录, the reason and both texts kept in the event."""
    if not note.strip():
        raise RuleError("请写撤销的原因。", field="note")
    moment = at or timezone.now()
    row, revision = _locked(raised)
    kept: Confirmation | None = getattr(row, "confirmation", None)
    texts = {} if kept is None else {"recorded": kept.recorded_text, "text": kept.text, "how": kept.how}
    facts: dict[str, Any] = {"confirmed_at": None, "revision": revision}
    move(STEPS, "annul", row, actor=actor, record=record, at=moment, note=note.strip(), data=texts, **facts)
    if kept is not None:
        kept.delete()
    return RaisedOpinion.objects.with_speech_data().get(pk=row.pk)


def print_all(rows: Iterable[RaisedOpinion], *, actor: User, briefing: int, at: datetime) -> None:
    """The speeches stand in an issued 简报 now; called inside the issuing transaction."""
    for row in rows:
        move(STEPS, "print", row, actor=actor, record=record, at=at, data={"briefing": briefing})


def release_all(rows: Iterable[RaisedOpinion], *, actor: User, briefing: int, at: datetime) -> None:
    """Their 简报 is annulled: they may enter another; called inside the annulling transaction."""
    for row in rows:
        move(STEPS, "release", row, actor=actor, record=record, at=at, data={"briefing": briefing})
