"""A plan, written by the verbs that people use on the pages: all of it or nothing."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from accounts.models import Unit, User
from common.errors import RuleError
from stations import workflow
from stations.choices import NatureKind
from stations.imports import columns as c
from stations.imports.lines import Post
from stations.imports.plan import Plan, Planned
from stations.models import Station


def write(plan: Plan, *, actor: User, reports_to: Unit | None, at: datetime) -> None:
    """Write what the plan says. The caller holds the transaction and has made sure that there are no errors."""
    if plan.added and reports_to is None:
        raise RuleError("您的账号没有登记单位，不知道新的站报给谁。请找系统管理员补上。")
    for planned in plan.stations:
        if planned.changes:
            _write(planned, actor=actor, reports_to=reports_to, at=at)


def _write(planned: Planned, *, actor: User, reports_to: Unit | None, at: datetime) -> None:
    station = planned.site.station
    if station is None and reports_to is not None:
        station = _found(planned, actor=actor, reports_to=reports_to, at=at)
    elif planned.facts and station is not None:
        Station.objects.filter(pk=station.pk).update(**planned.facts)
        data = {"before": {name: getattr(station, name) for name in planned.facts}}
        workflow.record(station, step="keep", actor=actor, at=at, data=data)
    if station is None:
        return
    for kind, is_on in planned.natures.items():
        _nature(station, kind, is_on=is_on, actor=actor, at=at)
    for group in planned.groups:
        workflow.let_in(station, group, actor=actor, at=at)
    for staff, changes in planned.corrected:
        workflow.correct_staff(staff, changes, actor=actor, at=at)
    _people(planned, station, actor=actor)


def _found(planned: Planned, *, actor: User, reports_to: Unit, at: datetime) -> Station:
    site = workflow.Site(planned.site.name, **{name: planned.facts[name] for name in planned.facts})
    home = planned.site.home
    if home is None:
        raise RuleError("新增的站没有写所在乡镇（街道）。")
    try:
        return workflow.found_station(home, site, reports_to=reports_to, actor=actor, at=at)
    except RuleError as error:
        raise RuleError(f"第 {planned.site.rows} 行 {c.HEADINGS[c.NAME]}：{error}") from error


def _nature(station: Station, kind: str, *, is_on: bool, actor: User, at: datetime) -> None:
    if is_on:
        workflow.grant_nature(station, NatureKind(kind), granted_by="", since=None, actor=actor, at=at)
        return
    nature = station.natures.get(kind=kind, until=None)
    workflow.end_nature(nature, until=timezone.localdate(at), actor=actor, at=at)


def _people(planned: Planned, station: Station, *, actor: User) -> None:
    for head, post in planned.follows:
        if post.started_on is not None:
            workflow.succeed(head, _newcomer(planned, post), on=post.started_on, actor=actor)
    for post in planned.comes:
        facts = vars(_newcomer(planned, post))
        workflow.add_staff(station, role=post.role, started_on=post.started_on, actor=actor, **facts)


def _newcomer(planned: Planned, post: Post) -> workflow.Newcomer:
    user = planned.accounts.get(post.account or "")
    return workflow.Newcomer(post.name, user, None, post.chosen_by or "", post.document or "")
