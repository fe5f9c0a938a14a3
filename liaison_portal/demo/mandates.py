"""What the law does to a mandate: one deputy of Puyang has resigned and was announced, one may not act for the time."""

from __future__ import annotations

from deputies.choices import StatusGround
from deputies.models import Mandate
from deputies.workflow import mandates
from liaison_portal.demo.clock import at
from liaison_portal.demo.world import World

RESIGNED, CUSTODY = "n5038", "n5037"  # of 孙口镇; nobody of the story is among them


def load_mandates(world: World) -> None:
    """An end with its announcement (代表法第六十二条、第六十三条), and a suspension (第六十一条). The small world has none."""
    if world.is_small:
        return
    accepted, announced = world.clock.ago(48), world.clock.ago(41)
    mandates.end(
        _mandate(world, RESIGNED),
        ground=StatusGround.RESIGNED,
        on=accepted,
        notice_no=f"孙口镇人大公告〔{announced.year}〕第2号",
        notice_on=announced,
        note="调到外地工作，本人提出辞职，镇人民代表大会会议接受。",
        actor=world.staff,
        at=at(announced, 10),
    )
    told = world.clock.ago(16)
    mandates.suspend(
        _mandate(world, CUSTODY),
        ground=StatusGround.CUSTODY,
        on=told,
        note="收到公安机关书面通报，代表资格审查委员会已经报告。",
        actor=world.staff,
        at=at(told, 16),
    )


def _mandate(world: World, key: str) -> Mandate:
    """The one seat of an invented deputy."""
    return Mandate.objects.select_related("deputy", "region").get(deputy=world.deputies[key])
