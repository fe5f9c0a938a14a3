"""What the tests of 归并 share: the verbs with one meeting's facts filled in, and what must always hold."""

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from opinions.models import HandlingRule, MatterSource, MergeAction
from opinions.workflow import matter as verbs
from opinions.workflow.decision import Decision, decide


class Board:
    """The verbs with this meeting's facts filled in, and what must always hold."""

    def __init__(self, world):
        self.world = world
        self.staff = world["staff"]
        self.facts = {
            "actor": self.staff,
            "unit": world.committee,
            "rule": HandlingRule.objects.get(kind="meeting_list"),
            "occasion": world.meeting_occasion,
        }

    def opinions(self, count=3):
        return [self.world.opinion(f"第 {number} 条：路灯坏了没人修。") for number in range(1, count + 1)]

    def merge(self, rows, **facts):
        return verbs.merge([fresh(row) for row in rows], **{**self.facts, "title": "路灯", **facts})

    def decline(self, rows, reason="属于咨询，已当场说明。"):
        return verbs.decline([fresh(row) for row in rows], reason=reason, **self.facts)

    def decide(self, matter, destination, reason=""):
        matter = fresh(matter)
        decision = Decision(
            title=matter.title,
            wording="路灯损坏无人维修。",
            destination=destination,
            reason=reason,
            leads=[self.world.court],
        )
        return decide(matter, decision, actor=self.staff, version=matter.version)

    def undo_last(self):
        verbs.undo(MergeAction.objects.filter(undone_at=None).first(), actor=self.staff)


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def status(row):
    return fresh(row).status


def in_matter(matter):
    return set(MatterSource.objects.filter(matter=matter).values_list("opinion_id", flat=True))


def wanted_status(opinion):
    """What the rule says, computed from the rows alone."""
    found = set(opinion.matters.values_list("destination", flat=True))
    if not found:
        return "waiting"
    return "not_assigned" if found == {"none"} else "merged"


# --- in the browser's terms -------------------------------------------------------------------------
def address(name, *args):
    return reverse(f"opinions:{name}", args=args)


def ids(rows):
    return [row.pk for row in rows]


def merged(world, rows, title="路灯", **facts):
    facts = {
        "actor": world["staff"],
        "unit": world.committee,
        "rule": HandlingRule.objects.get(kind="meeting_list"),
        "occasion": world.meeting_occasion,
        **facts,
    }
    return verbs.merge([fresh(row) for row in rows], title=title, **facts)


def cost_of(client, url):
    """The queries of a page, the session being warm."""
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)
