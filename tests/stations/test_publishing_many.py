"""Many public pages at once: by two persons still, each with its own record; words are read one by one."""

import pytest
from django.utils import timezone

from accounts.models import Notice
from common.errors import NotAllowedError, RuleError, StaleError
from deputies.models import GroupMember, Mandate
from stations import reports, workflow
from stations.choices import ReviewPoint
from stations.models import Event, PageReview, PublicPage
from tests.stations.making import crowd

pytestmark = pytest.mark.django_db
ALL, URL = ReviewPoint.values, "/stations/codes/review/"


@pytest.fixture
def many(world):
    """Three more deputies in office in the group of the station, and one who is not in office."""
    started = timezone.localdate()
    for number, deputy in enumerate(crowd(world, 4)):
        GroupMember.objects.create(group=world.group, deputy=deputy, joined_on=started)
        if number:
            Mandate.objects.create(deputy=deputy, level="county", term=16, region=world.county, started_on=started)
    return world


def waiting(world, name="office"):
    return list(reports.to_review(world[name]).select_related("page__deputy__home_region", "page__station__unit__region"))


def test_a_station_proposes_all_and_again_nothing(many):
    assert workflow.propose_for_station(many.station, actor=many["liaison"]) == 5  # four in office and the station
    assert workflow.propose_for_station(many.station, actor=many["head"]) == 0
    assert PageReview.objects.count() == Event.objects.filter(step="propose").count() == 5
    assert {one.user.username for one in Notice.objects.select_related("user")} == {"staff", "office"}


def test_what_is_public_down_or_refused_is_left_alone(many):
    review = workflow.propose_page(many.deputy, introduction="", actor=many["liaison"])
    workflow.refuse_review(review, opinion="选区不对", actor=many["office"])
    assert workflow.propose_for_place(many.county, actor=many["staff"]) == 4
    assert PageReview.objects.get(page__deputy=many.deputy).status == "refused"


@pytest.mark.parametrize("name", ["head", "office", "township", "outsider"])
def test_only_staff_propose_a_place(many, name):
    with pytest.raises(NotAllowedError):
        workflow.propose_for_place(many.county, actor=many[name])
    if name != "head":
        with pytest.raises(NotAllowedError):
            workflow.propose_for_station(many.station, actor=many[name])


def test_reviewed_together_each_with_its_record(many):
    workflow.propose_for_station(many.station, actor=many["liaison"])
    assert workflow.pass_many(waiting(many), checked=ALL, opinion="可以公开。", actor=many["office"]) == 5
    assert PublicPage.objects.published().count() == Event.objects.filter(step="publish").count() == 5
    for review in PageReview.objects.select_related("page"):
        assert (review.status, review.reviewed_by, review.page.approved) == ("passed", many["office"], review)


def test_refused_as_one_by_one(many):
    workflow.propose_for_place(many.county, actor=many["staff"])
    reviews = waiting(many)
    for checked, name, error in ((ALL[1:], "office", RuleError), (ALL, "staff", NotAllowedError), (ALL, "outsider", NotAllowedError), (ALL, "head", NotAllowedError)):
        with pytest.raises(error):
            workflow.pass_many(reviews, checked=checked, opinion="", actor=many[name])
    with pytest.raises(RuleError, match="至少勾一个"):
        workflow.pass_many([], checked=ALL, opinion="", actor=many["office"])
    assert not PublicPage.objects.published().exists()


def test_words_are_read_by_themselves(many):
    workflow.propose_page(many.deputy, introduction="种了三十年小麦。", actor=many["liaison"])
    with pytest.raises(RuleError, match="单独点开"):
        workflow.pass_many(waiting(many), checked=ALL, opinion="", actor=many["office"])


def test_two_reviewers_at_once_the_first_decides(many):
    workflow.propose_for_station(many.station, actor=many["liaison"])
    seen_by_both = waiting(many)
    workflow.refuse_review(seen_by_both[0], opinion="先不公开", actor=many["staff"])
    assert workflow.pass_many(seen_by_both, checked=ALL, opinion="", actor=many["office"]) == 4
    with pytest.raises(StaleError):
        workflow.pass_many(seen_by_both, checked=ALL, opinion="", actor=many["office"])
    assert PublicPage.objects.published().count() == 4


def test_many_proposals_cost_few_questions(many, django_assert_max_num_queries):
    with django_assert_max_num_queries(16):
        workflow.propose_for_place(many.county, actor=many["staff"])


def test_the_pages(many, as_user):
    assert as_user("liaison").post(f"/stations/codes/stations/{many.station.pk}/propose/").status_code == 302
    assert as_user("staff").post(f"/stations/codes/places/{many.city.pk}/propose/").status_code == 302
    office = as_user("office")
    page = office.get(URL).content.decode()
    assert "濮阳县第十六届人民代表大会代表" in page
    assert "庆祖镇政府东 50 米" in page
    ids = [review.pk for review in waiting(many)]
    answer = office.post(URL, {"review": ids[:2], "checked": ALL[:2], "opinion": "可以"})
    assert answer.status_code == 422
    assert answer.content.decode().count("checked>") == 4  # two rows and two points, as they were ticked
    assert office.post(URL, {"review": ids[:2], "checked": ALL, "opinion": "可以"}).status_code == 302
    assert PublicPage.objects.published().count() == 2
    assert as_user("liaison").get(URL).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_few_questions_however_many_wait(world, as_user, number, django_assert_max_num_queries):
    for deputy in crowd(world, number):
        workflow.propose_page(deputy, introduction="", actor=world["staff"])
    client = as_user("office")
    with django_assert_max_num_queries(14):
        client.get(URL)
