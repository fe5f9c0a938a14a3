"""Lists: what may be drafted, numbers without gap or double, what an issue starts, what an annulment keeps."""

import threading
from datetime import date

import pytest
from django.db import connection

from common.errors import RuleError, StaleError
from opinions.models import AssignmentList, Event, Matter, NumberSequence, Undertaking
from opinions.workflow import matter as matters
from opinions.workflow import paper as papers
from tests.world import ISSUED_ON, SERIES, build_world, moment


@pytest.mark.django_db
class TestDraft:
    def test_refuses_a_matter_with_another_destination(self, world):
        matter = world.matter(decided=False)
        with pytest.raises(RuleError, match="去向不是交办"):
            world.paper([matter])
        assert not AssignmentList.objects.exists()

    def test_refuses_a_matter_in_another_list(self, world):
        matter = world.matter()
        world.paper([matter])
        with pytest.raises(RuleError, match="已经在一份清单里"):
            world.paper([matter])

    def test_refuses_a_matter_left_without_opinions(self, world):
        matter = world.matter()
        matters.take_out(matter, list(matter.opinions.all()), actor=world["staff"])
        assert not Matter.objects.listable().exists()
        with pytest.raises(RuleError, match="已经没有意见"):
            world.paper([matter])

    def test_takes_a_snapshot_of_the_wording(self, world):
        paper = world.paper()
        item = paper.assignments.get()
        assert (item.wording, item.source_label) == ("路灯损坏长期无人维修。", "条例草案第九条")

    def test_a_listed_matter_cannot_be_changed(self, world):
        matter = world.matter()
        world.paper([matter])
        with pytest.raises(RuleError, match="已经在交办清单里"):
            matters.take_out(matter, [matter.opinions.first()], actor=world["staff"])

    def test_a_supplement_adds_to_an_issued_list_alone(self, world):
        first = world.paper()
        with pytest.raises(RuleError, match="只能补充已经印发的清单"):
            world.paper([world.matter(title="后来的")], supplements=first)


@pytest.mark.django_db
class TestSubmit:
    def test_refuses_unread_shared_texts(self, world):
        paper = world.paper()
        opinion = paper.assignments.get().matter.opinions.first()
        type(opinion).objects.filter(pk=opinion.pk).update(shared_confirmed=False)
        with pytest.raises(RuleError, match="还有 1 条意见的转办文字没有核对"):
            papers.submit(paper, actor=world["staff"])

    def test_refuses_an_empty_list(self, world):
        paper = world.paper()
        papers.remove_item(paper.assignments.get(), actor=world["staff"])
        paper.refresh_from_db()
        with pytest.raises(RuleError, match="清单里还没有事项"):
            papers.submit(paper, actor=world["staff"])


@pytest.mark.django_db
class TestIssue:
    def test_takes_the_number_only_now(self, world):
        paper = world.paper_in("signed")
        assert paper.number == ""
        assert not NumberSequence.objects.exists()
        papers.issue(paper, actor=world["staff"], on=ISSUED_ON)
        assert paper.number == "濮人常办〔2024〕1号"

    def test_a_refused_issue_gives_its_number_back(self, world):
        paper = world.paper_in("signed")
        stale = AssignmentList.objects.get(pk=paper.pk)
        papers.issue(paper, actor=world["staff"], on=ISSUED_ON)
        with pytest.raises(StaleError):
            papers.issue(stale, actor=world["staff"], on=ISSUED_ON)
        assert NumberSequence.objects.get().last == 1

    def test_numbers_run_per_unit_series_and_year(self, world):
        numbers = []
        for title, on in (("甲", date(2023, 12, 29)), ("乙", ISSUED_ON), ("丙", ISSUED_ON)):
            paper = world.paper_in("signed", matters_=[world.matter(title=title)])
            numbers.append(papers.issue(paper, actor=world["staff"], on=on).number)
        assert numbers == ["濮人常办〔2023〕1号", "濮人常办〔2024〕1号", "濮人常办〔2024〕2号"]

    def test_starts_the_clocks_by_the_rule(self, world):
        row = world.undertaking("to_accept")
        assert (row.accept_due, row.send_back_due, row.due_on) == (
            date(2024, 5, 27),
            date(2024, 6, 3),
            date(2024, 8, 20),
        )
        assert row.clock_on == row.accept_due

    def test_several_leads_are_several_undertakings(self, world):
        matter = world.matter(leads=[world.court, world.procuratorate])
        world.paper_in("issued", matters_=[matter])
        assert Undertaking.objects.filter(role="lead").count() == 2

    def test_an_annulled_list_keeps_its_number(self, world):
        paper = world.paper_in("issued")
        papers.annul(paper, actor=world["leader"], reason="主送有误")
        again = world.paper_in("signed", matters_=[paper.assignments.get().matter])
        assert papers.issue(again, actor=world["staff"], on=ISSUED_ON).number == "濮人常办〔2024〕2号"
        assert set(Undertaking.objects.filter(assignment__list=paper).values_list("status", flat=True)) == {"revoked"}

    def test_writes_one_event_each(self, world):
        paper = world.paper_in("issued")
        steps = list(Event.objects.filter(list=paper).order_by("id").values_list("step", flat=True))
        assert steps == ["draft", "submit", "check", "sign", "issue"]


@pytest.mark.django_db(transaction=True)
def test_of_eight_hands_issuing_one_wins_and_one_number_goes():
    world = build_world()
    paper = world.paper_in("signed")
    staff = world["staff"]
    outcomes, barrier = [], threading.Barrier(8)

    def race():
        mine = AssignmentList.objects.select_related("unit__region").get(pk=paper.pk)
        barrier.wait()
        try:
            papers.issue(mine, actor=staff, on=ISSUED_ON, at=moment(ISSUED_ON))
            outcomes.append("won")
        except RuleError:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=race) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["refused"] * 7 + ["won"]
    assert NumberSequence.objects.get(series=SERIES).last == 1
    assert Undertaking.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_eight_lists_issued_at_once_get_eight_numbers_in_a_row():
    world = build_world()
    waiting = [world.paper_in("signed", matters_=[world.matter(title=f"事项{n}")]).pk for n in range(8)]
    staff, barrier, errors = world["staff"], threading.Barrier(8), []

    def race(pk):
        mine = AssignmentList.objects.select_related("unit__region").get(pk=pk)
        barrier.wait()
        try:
            papers.issue(mine, actor=staff, on=ISSUED_ON)
        except Exception as error:  # noqa: BLE001 - the test reports it
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=race, args=(pk,)) for pk in waiting]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    numbers = sorted(AssignmentList.objects.filter(pk__in=waiting).values_list("number_no", flat=True))
    assert numbers == list(range(1, 9))


def test_the_seal_is_registered_once(world, as_user):
    paper = world.paper_in("issued")
    papers.seal(paper, actor=world["staff"], on=ISSUED_ON)
    with pytest.raises(RuleError):
        papers.seal(AssignmentList.objects.get(pk=paper.pk), actor=world["staff"], on=ISSUED_ON)
    assert Event.objects.filter(list=paper, step="seal").count() == 1
    assert 'action="/opinions/lists/' not in as_user("staff").get(f"/opinions/lists/{paper.pk}/").content.decode()
