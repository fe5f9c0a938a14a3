"""What is kept of an activity: minutes by versions, photos, what was said there."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from common.errors import RuleError, StaleError
from common.files import Accepted
from common.steps import check
from common.text import clean_pasted
from opinions.choices import OpinionStatus
from opinions.models import Channel, Contributor, Opinion
from opinions.workflow.opinion import Heard, Said, Start, register_once
from stations import rules
from stations.choices import ActivityKind, ActivityStatus, FilePurpose, Route
from stations.models import Activity, ActivityFile, ActivityMinutes, ActivityOpinion
from stations.workflow.activity import STEPS
from stations.workflow.reception import due_day
from stations.workflow.recording import record, require

MAX_TEXT = 20_000
SAT_DOWN = (ActivityKind.INQUIRY, ActivityKind.FORUM, ActivityKind.MEETING, ActivityKind.TRAINING)
ROUTES = (Route.COUNTY, Route.STATION, Route.SETTLED)
FIRST: dict[str, str] = {
    Route.COUNTY: OpinionStatus.WAITING,
    Route.STATION: OpinionStatus.AT_STATION,
    Route.SETTLED: OpinionStatus.SETTLED,
}


@transaction.atomic
def write_minutes(
    activity: Activity, text: str, *, number: int, actor: User | None, at: datetime | None = None
) -> ActivityMinutes:
    """The next version of the minutes; `number` is the version the page showed (0: none yet).

    If another hand was first, StaleError and nothing is written; the same text again changes nothing.
    Refuses an empty text and one over 20,000 characters.
    """
    moment = at or timezone.now()
    check(STEPS, "write", activity, actor)
    words = clean_pasted(text).strip()
    if not words:
        raise RuleError("请写几句纪要：说了什么、定了什么。", field="text")
    if len(words) > MAX_TEXT:
        raise RuleError(f"纪要最多 {MAX_TEXT} 个字，现在有 {len(words)} 个字。长的请作为材料上传。", field="text")
    last = activity.minutes.first()
    if last is not None and last.text == words:
        return last
    if number != (last.number if last else 0):
        raise StaleError("纪要刚被别人改过。请看一下现在的内容，再决定怎样改。")
    facts = {"number": number + 1, "text": words, "written_by": actor, "written_at": moment}
    try:
        with transaction.atomic():
            made = ActivityMinutes.objects.create(activity=activity, **facts)
    except IntegrityError as error:
        raise StaleError("纪要刚被别人改过。请看一下现在的内容，再决定怎样改。") from error
    record(activity, step="write", actor=actor, at=moment, data={"number": made.number})
    return made


@transaction.atomic
def file_with_activity(
    activity: Activity, accepted: Accepted, *, purpose: str, actor: User | None, at: datetime | None = None
) -> ActivityFile:
    """Keep a photo, a handed-out material or the signed sheet. A photo comes already without its place and
    time (`common.pictures`). Refused once cancelled."""
    require(rules.can_keep_activity, actor, activity, "上传活动文件")
    if activity.status == ActivityStatus.CANCELLED:
        raise RuleError("活动已经取消，不用再传文件。", field="file")
    moment = at or timezone.now()
    made = ActivityFile.objects.create(activity=activity, purpose=purpose, uploaded_by=actor, **accepted.fields())
    record(activity, step="file", actor=actor, at=moment, note=str(FilePurpose(purpose).label), data={"file": made.pk})
    return made


@transaction.atomic
def register_said(
    activity: Activity,
    said: Said,
    contributor: Contributor,
    *,
    route: str,
    answer: str = "",
    client_id: UUID,
    actor: User | None,
    at: datetime | None = None,
) -> Opinion:
    """Write into the ledger what somebody said at the activity, once per `client_id`; `contributor` is
    not saved yet. 当场答复 wants its answer; 站内协调 is for an activity at a station."""
    _check_said(activity, route, answer, actor)
    if found := ActivityOpinion.objects.filter(opinion__client_id=client_id).select_related("opinion").first():
        return found.opinion
    moment = at or timezone.now()
    contributor.save(force_insert=True)
    opinion, is_new = register_once(
        client_id, said, _heard(activity, contributor, actor), start=_start(activity, route), actor=actor, at=moment
    )
    if is_new:
        ActivityOpinion.objects.create(activity=activity, opinion=opinion)
        record(activity, step="said", actor=actor, at=moment, note=answer.strip(), data={"opinion": opinion.pk})
    return opinion


def _check_said(activity: Activity, route: str, answer: str, actor: User | None) -> None:
    require(rules.can_keep_activity, actor, activity, "登记活动上的意见")
    if activity.status not in ActivityStatus.DONE:
        raise RuleError("活动举行以后，再登记会上说的意见。")
    if route not in ROUTES or (route == Route.STATION and activity.station is None):
        raise RuleError("请选怎么处理。", field="route")
    if route == Route.SETTLED and not answer.strip():
        raise RuleError("选“当场答复”的，请写一句怎样答复的。", field="answer")


def _heard(activity: Activity, contributor: Contributor, actor: User | None) -> Heard:
    code = "forum" if activity.kind in SAT_DOWN else "visit"
    heard = Heard(
        contributor=contributor,
        channel=Channel.objects.get(code=code),
        occasion=activity.occasion,
        unit=activity.organiser,
        region=activity.organiser.region,
        heard_on=activity.held_on,
        is_proxy=True,
    )
    own = contributor.deputy is not None and actor is not None and contributor.deputy.user_id == actor.pk
    return replace(heard, is_proxy=not own)


def _start(activity: Activity, route: str) -> Start:
    at_station = route == Route.STATION and activity.station is not None
    holder = activity.station.unit if at_station and activity.station else None
    return Start(status=FIRST[route], holder=holder, due_on=due_day(activity.held_on) if at_station else None)
