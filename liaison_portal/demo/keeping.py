"""What the stations with accounts keep in order: the checklist and what it found, papers in the box, 双联."""

from __future__ import annotations

import hashlib
import io
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.core.files.base import ContentFile
from docx import Document

from common.files import DOCX, Accepted
from deputies.models import Deputy, Mandate
from liaison_portal.demo.clock import ONE_DAY
from liaison_portal.demo.content.keeping import ELECTORS, LACKS, PAPERS, REMEDY
from liaison_portal.demo.world import World
from stations import actions, workflow
from stations.actions import Elector
from stations.choices import CheckKind, Drawer, StationGrade
from stations.models import ContactTarget, StandardItem, Station, StationStaff
from stations.workflow import Finding

NAMESPACE = UUID("6f0f0d58-5c0e-4a53-9f0e-4a2f7d1c8b11")
HEADS = ("head", "xc-head")
DEPUTIES = ("deputy", "xc-deputy")


def load_keeping(world: World) -> None:
    """For each station whose head signs in, and each deputy who does."""
    for name in HEADS:
        if name in world.users:
            station = StationStaff.objects.get(user=world.users[name], ended_on=None).station
            _check(world, station, name)
            _file(world, station, name)
    for name in DEPUTIES:
        if name in world.users:
            _keep_in_touch(world, Deputy.objects.get(user=world.users[name]))


# --- 阵地标准化 ---------------------------------------------------------------------------------------
def _check(world: World, station: Station, head: str) -> None:
    """A list half a year old; a self-check, one thing made good, an inspection, a grade."""
    began, checked, looked = world.clock.ago(200), world.clock.ago(60), world.clock.ago(20)
    if not StandardItem.objects.filter(unit=station.reports_to).exists():
        workflow.adopt_examples(station.reports_to, actor=None, on=began)
        ContactTarget.objects.create(unit=station.reports_to, source="县人大常委会双联工作办法（示例）")
    actor = world.users[head]
    check = workflow.check_station(station, CheckKind.SELF, _found(station, checked, LACKS), on=checked, actor=actor)
    lack = check.results.filter(is_met=False).select_related("item", "check_of__station__unit__region").first()
    if lack is not None:
        workflow.remedy(lack, words=REMEDY, on=checked + timedelta(days=9), actor=actor)
    workflow.check_station(
        station,
        CheckKind.INSPECTION,
        _found(station, looked, LACKS[1:]),
        on=looked,
        actor=None,
        inspectors="县人大常委会选工委和乡镇人大联合检查组（示例）",
    )
    workflow.give_grade(station, StationGrade.STANDARD, since=looked, actor=None)


def _found(station: Station, on: date, lacks: tuple[tuple[str, str], ...]) -> dict[int, Finding]:
    missing = dict(lacks)
    items = StandardItem.objects.filter(unit=station.reports_to).in_force(on)
    return {one.pk: Finding(one.wording not in missing, missing.get(one.wording, "")) for one in items}


# --- 档案盒 -------------------------------------------------------------------------------------------
def _file(world: World, station: Station, head: str) -> None:
    """The rules on the wall, this year's plan."""
    for drawer, title, text in PAPERS:
        year = None if drawer == Drawer.RULES else world.clock.today.year
        facts: dict[str, Any] = {"title": title, "year": year, "actor": world.users[head]}
        workflow.file_paper(station, drawer, _paper(title, text), **facts)


def _paper(title: str, text: str) -> Accepted:
    book, data = Document(), io.BytesIO()
    book.add_heading(title, 1)
    book.add_paragraph(text)
    book.save(data)
    content, name = data.getvalue(), f"{title}.docx"
    return Accepted(name, DOCX, len(content), hashlib.sha256(content).hexdigest(), ContentFile(content, name=name))


# --- 双联 ---------------------------------------------------------------------------------------------
def _keep_in_touch(world: World, deputy: Deputy) -> None:
    """Three households, two of them seen; a member of the standing committee keeps in touch with the deputy."""
    since, user = world.clock.ago(150), deputy.user
    if user is None:
        return
    for number, (name, area, phone) in enumerate(ELECTORS):
        key = uuid5(NAMESPACE, f"{deputy.pk}-{number}")
        facts: dict[str, Any] = {"since": since, "client_id": key, "actor": user}
        household = actions.add_household(deputy, Elector(name, area, phone), **facts)
        if number < len(ELECTORS) - 1:
            on = world.clock.ago(30 * number + 5)
            told: dict[str, Any] = {"on": on, "how": "visit" if number else "phone", "client_id": uuid5(key, "1")}
            actions.record_contact(household, words="问了问家里的情况。", actor=user, **told)
    members = Mandate.objects.in_force(world.clock.today).filter(is_member=True).exclude(deputy=deputy)
    if seat := members.select_related("deputy").order_by("id").first():
        actions.link_member(seat.deputy, deputy, since=world.clock.today - 100 * ONE_DAY, actor=None)
