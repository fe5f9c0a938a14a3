"""作废: a supplement that went out too early; its number stays taken, its items come again in the next one."""

from __future__ import annotations

from liaison_portal.demo.clock import at
from liaison_portal.demo.content.matters import MATTERS
from liaison_portal.demo.handling import clerk_of, dispatch, lead_of
from liaison_portal.demo.lists import FIRST, draft, issue
from liaison_portal.demo.world import World
from opinions.exports.paper import freeze
from opinions.workflow import paper as papers
from opinions.workflow import undertaking as undertakings

TAKEN_BACK = ("m34", "m31")
DRAFTED, ISSUED, DISPATCHED, ACCEPTED, ANNULLED = 16, 13, 12, 11, 10  # working days ago
REASON = "第2项与市应急管理局正在开展的专项核查重复，办理要求需重新商定。本清单作废，两项并入补充交办清单重新印发。"


def load_annulled(world: World) -> None:
    """Issued, passed on, half accepted, annulled by the leader."""
    ago = world.clock.workdays_ago
    rows = sorted((row for row in MATTERS if row.key in TAKEN_BACK), key=lambda row: TAKEN_BACK.index(row.key))
    made = [world.matters[row.key] for row in rows]
    paper = draft(world, made, "补充交办清单", ago(DRAFTED), supplements=world.lists[FIRST])
    issue(world, paper, ago(ISSUED))
    freeze(paper.pk)  # now: the task comes after the load, when the list is annulled
    for row in rows:
        dispatch(world, row, ago(DISPATCHED))
    lead = lead_of(world, rows[0])
    undertakings.accept(lead, actor=clerk_of(world, lead.unit), at=at(ago(ACCEPTED), 9))
    papers.annul(paper, actor=world.users["leader"], reason=REASON, at=at(ago(ANNULLED), 16))
