"""Codes of everybody in office, and public pages of the stations where the accounts work: proposed by the liaison
officer, reviewed for secrecy by the office."""

from __future__ import annotations

from accounts.models import User
from deputies.models import Deputy
from liaison_portal.demo.clock import at
from liaison_portal.demo.content.people import PUYANG, XINCAI, XINCAI_STATION
from liaison_portal.demo.content.publicity import DEPUTY_WORDS, STATION_WORDS
from liaison_portal.demo.content.stations import PUYANG_STATIONS, xincai_stations
from liaison_portal.demo.stations import deputies_at
from liaison_portal.demo.world import World
from stations import workflow
from stations.choices import ReviewPoint
from stations.models import PublicCode, Station

SHOWN = 12  # pages of deputies that are public at each station
ISSUED, PROPOSED, REVIEWED = 80, 78, 77  # working days ago


def load_codes(world: World) -> None:
    """Codes for both places, pages for one station each; one page waits, one was sent back, one code was renewed."""
    _place(world, PUYANG, "py_st_qingzu", "")
    if not world.is_small:
        _place(world, XINCAI, XINCAI_STATION, "xc-")


def _place(world: World, region: str, key: str, prefix: str) -> None:
    staff, office, liaison = (world.users[f"{prefix}{name}"] for name in ("staff", "office", "liaison"))
    issued = at(world.clock.workdays_ago(ISSUED), 10)
    workflow.issue_for_place(world.regions[region], actor=staff, at=issued)
    row = next(row for row in (*PUYANG_STATIONS, *xincai_stations()) if row.key == key)
    _publish(world, world.stations[key], STATION_WORDS[key], liaison, office)
    people = deputies_at(world, row)
    signed_in = [one for one in people if one.user_id]
    others = [one for one in people if not one.user_id]
    shown = [*signed_in, *others][:SHOWN]
    for number, deputy in enumerate(shown[:-3]):
        _publish(world, deputy, DEPUTY_WORDS[number % len(DEPUTY_WORDS)], liaison, office)
    _unfinished(world, shown[-3:], liaison, office)
    workflow.propose_for_station(world.stations[key], actor=liaison, at=at(world.clock.workdays_ago(1), 17))


def _publish(world: World, target: Deputy | Station, words: str, liaison: User, office: User) -> None:
    review = workflow.propose_page(
        target, introduction=words, actor=liaison, at=at(world.clock.workdays_ago(PROPOSED), 15)
    )
    moment = at(world.clock.workdays_ago(REVIEWED), 9)
    workflow.pass_review(review, checked=ReviewPoint.values, opinion="核对无误，可以公开。", actor=office, at=moment)


def _unfinished(world: World, people: list[Deputy], liaison: User, office: User) -> None:
    """A page that waits for review, one that was sent back, and a code that took the place of a lost one."""
    waits, sent_back, renewed = people
    workflow.propose_page(
        waits, introduction=DEPUTY_WORDS[0], actor=liaison, at=at(world.clock.workdays_ago(1), 16)
    )
    words = "手里正办着几件群众托我跑的事。"
    review = workflow.propose_page(
        sent_back, introduction=words, actor=liaison, at=at(world.clock.workdays_ago(4), 10)
    )
    opinion = "“正办着几件事”没有公开过，请去掉。"
    workflow.refuse_review(review, opinion=opinion, actor=office, at=at(world.clock.workdays_ago(3), 11))
    code = PublicCode.objects.current().get(deputy=renewed)
    moment = at(world.clock.workdays_ago(2), 9)
    workflow.reissue_code(code, reason="广场上的海报被人撕了", actor=liaison, at=moment)
