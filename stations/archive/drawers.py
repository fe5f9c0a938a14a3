"""Which drawer is filled from which rows. What another room makes is added here, one line a kind."""

from __future__ import annotations

from stations.archive import activities, rows
from stations.archive.box import Box, Source
from stations.choices import Drawer

SOURCES: dict[str, tuple[Source, ...]] = {
    Drawer.ROSTER: (
        Source("members", "小组里的代表", rows.members, rows.member_entry, ("group_id", "id")),
        Source("staff", "站点人员", rows.staff, rows.staff_entry, ("started_on", "id")),
    ),
    Drawer.RULES: (),
    Drawer.PLANS: (Source("plans", "小组年度计划", activities.plans, activities.plan_entry),),
    Drawer.RECEPTIONS: (
        Source("receptions", "接待", rows.receptions, rows.reception_entry, ("-held_on", "-id")),
        Source("visits", "来访登记表", rows.visits, rows.visit_entry),
    ),
    Drawer.OPINIONS: (
        Source("ledger", "意见台账", rows.opinions, rows.opinion_entry),
        Source("assigned", "交办单", rows.assigned, rows.assigned_entry),
        Source("told", "反馈记录", rows.told, rows.told_entry),
    ),
    Drawer.ACTIVITIES: (
        Source("activities", "活动", activities.activities, activities.activity_entry, ("-held_on", "-id")),
    ),
    Drawer.LEARNING: (
        Source("learning", "培训和讲堂", activities.learning, activities.activity_entry, ("-held_on", "-id")),
    ),
    Drawer.REPORTING: (Source("reports", "述职", rows.reports, rows.duty_entry, ("-on", "-id")),),
    Drawer.DUTIES: (Source("duties", "履职记录", rows.duties, rows.duty_entry, ("-on", "-id")),),
    Drawer.MEDIA: (
        Source("photos", "接待照片", rows.photos, rows.photo_entry),
        Source("pictures", "活动照片", activities.photos, activities.photo_entry),
    ),
}
# Filed by hand: in every drawer, since paper comes everywhere.
PAPERS = "papers"
_PAPERS = {
    drawer: Source(PAPERS, "上传的材料", rows.papers_in(drawer), rows.paper_entry) for drawer in SOURCES
}


def sources_of(drawer: str) -> tuple[Source, ...]:
    """The rows of a drawer by kind, what was filed by hand last."""
    return (*SOURCES[drawer], _PAPERS[drawer])


def counts_of(box: Box) -> dict[str, int]:
    """How many lines each drawer holds; one query a kind."""
    return {drawer: sum(one.rows(box).count() for one in sources_of(drawer)) for drawer in SOURCES}
