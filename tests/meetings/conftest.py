"""A meeting with a draft of three articles, and its second group sitting with four people, recording."""

from datetime import date, time

import pytest

from meetings import actions, workflow
from meetings.choices import Attendance
from meetings.imports.draft import split_articles
from meetings.workflow import plenaries

DRAFT = """濮阳市基层网格化服务管理条例（草案）
第一章　总则
第一条　【目的依据】为了规范基层网格化服务管理，制定本条例。
第二条　本市行政区域内的基层网格化服务管理活动，适用本条例。
本条例所称网格，是指基层治理的最小单元。
第二章　网格事项
第三条　事项准入
网格化服务管理事项实行准入制度。
"""
PEOPLE = (
    ("李国栋", "member", "市人大常委会委员", {"is_convener": True}),
    ("刘玉芬", "grid", "社区网格员", {}),
    ("马春生", "town_npc", "庆祖镇人大主席", {}),
)


class Hall:
    """The sitting and what stands around it, with short ways to speak there."""

    def __init__(self, world):
        self.world, self.staff = world, world["staff"]
        self.meeting = actions.create_meeting(
            actor=self.staff,
            unit=world.committee,
            title="濮阳市第九届人民代表大会常务委员会第十次会议",
            short_title="市九届人大常委会第十次会议",
            term=9,
            number=10,
            held_on=date(2024, 5, 14),
        )
        self.item = actions.add_agenda_item(
            self.meeting, actor=self.staff, title="审议条例（草案）", short_title="条例草案", report_unit=world.civil
        )
        self.other_item = actions.add_agenda_item(
            self.meeting, actor=self.staff, title="审议决定（草案）", short_title="决定草案"
        )
        self.version = actions.add_draft(
            self.item,
            actor=self.staff,
            title="濮阳市基层网格化服务管理条例（草案）",
            short_title="条例草案",
            articles=split_articles(DRAFT),
            dated=date(2024, 5, 10),
        )
        self.sitting = self.new_sitting("第二组")
        self.people = [self.person(name, capacity, title, **more) for name, capacity, title, more in PEOPLE]
        self.people.append(self.person("张守信", "county_deputy", "西街村党支部书记", deputy=world.deputy))

    def new_sitting(self, label, *, started=True):
        made = actions.create_sitting(
            actor=self.staff,
            unit=self.world.committee,
            meeting=self.meeting,
            label=label,
            held_on=date(2024, 5, 14),
            region=self.world.town,
            place="庆祖镇综治中心",
            starts_at=time(14, 30),
        )
        return workflow.start(made, actor=self.staff) if started else made

    def person(self, name, capacity, title="", sitting=None, **more):
        more = {"attendance": Attendance.PRESENT, **more}
        return workflow.add_participant(
            sitting or self.sitting, actor=self.staff, name=name, capacity=capacity, title=title, **more
        )

    def add(self, name, capacity, title="", **more):
        """Somebody onto the roll of the meeting."""
        facts = {"name": name, "capacity": capacity, "title": title, **more}
        return actions.add_attendee(self.meeting, actor=self.staff, **facts)

    def say(self, text="路灯坏了三个月，晚上没法走。", who=1, **facts):
        how = {"actor": self.staff, **{name: facts.pop(name) for name in ("actor", "at") if name in facts}}
        entry = workflow.Entry(original=text, **{"participant_id": self.people[who].pk, **facts})
        return workflow.capture(self.sitting.pk, entry, **how)

    @property
    def article(self):
        return self.version.articles.select_related("topic").get(number=3)


@pytest.fixture
def hall(world):
    return Hall(world)


@pytest.fixture
def two(hall):
    """A day with two 全体会议, at 9:00 and 15:00; a member and the deputy with an account on the roll."""
    hall.member = hall.add("周培林", "member", "市人大常委会委员")
    hall.deputy = hall.add("张守信", "county_deputy", "西街村党支部书记", deputy=hall.world.deputy)
    hall.first = plenaries.edit_plenary(hall.meeting.plenaries.get(), actor=hall.staff, starts_at=time(9))
    hall.second = plenaries.add_plenary(hall.meeting, actor=hall.staff, starts_at=time(15))
    hall.home = f"/meetings/{hall.meeting.pk}/"
    return hall
