"""Codes issued, taken out of use and issued anew; many at once; who may, and that nothing is doubled."""

import pytest
from django.urls import reverse

from accounts.models import Notice, Unit
from common.errors import NotAllowedError, RuleError, StaleError
from deputies.models import Deputy, GroupMember, Mandate
from stations import codes, rules, workflow
from stations.models import Event, PosterJob, PublicCode
from tests.stations.making import HELD_ON
from tests.world import PERSONAS, moment

pytestmark = pytest.mark.django_db
KEEPERS = {"staff", "head", "liaison"}


@pytest.mark.parametrize("name", PERSONAS)
def test_who_issues_and_who_sees(world, name):
    user = world[name]
    assert rules.can_keep_code(user, world.deputy) is (name in KEEPERS)
    assert rules.can_keep_code(user, world.station) is (name in KEEPERS)
    if name in KEEPERS:
        assert workflow.issue_code(world.deputy, actor=user).issued_by == user
    else:
        with pytest.raises(NotAllowedError):
            workflow.issue_code(world.deputy, actor=user)


@pytest.mark.parametrize("name", PERSONAS)
def test_queryset_and_predicate_agree(world, name):
    stranger = Deputy.objects.create(name="远处", home_region=world.other_town)
    for target in (world.deputy, world.station, stranger):
        PublicCode.objects.create(**workflow.owner(target))
        workflow.page_of(target)
    user = world[name]
    for model in (PublicCode, type(workflow.page_of(stranger))):
        seen = set(model.objects.visible_to(user).values_list("pk", flat=True))
        assert seen == {row.pk for row in model.objects.all() if rules.can_view_public(user, row)}


def test_a_station_keeps_no_code_of_another_stations_deputy(world):
    GroupMember.objects.update(left_on=HELD_ON)
    assert not rules.can_keep_code(world["head"], world.deputy)
    assert rules.can_keep_code(world["staff"], world.deputy)


def test_a_second_code_is_refused(world):
    workflow.issue_code(world.deputy, actor=world["head"])
    with pytest.raises(RuleError, match="已经有一个在用的码"):
        workflow.issue_code(world.deputy, actor=world["staff"])
    assert PublicCode.objects.count() == Event.objects.filter(step="issue").count() == 1


def test_nobody_out_of_office_gets_a_code(world):
    Mandate.objects.update(status="suspended")
    with pytest.raises(RuleError, match="没有有效的代表任职"):
        workflow.issue_code(world.deputy, actor=world["staff"])
    Unit.objects.filter(pk=world.station.unit_id).update(is_active=False)
    world.station.unit.refresh_from_db()
    with pytest.raises(RuleError, match="站已经停用"):
        workflow.issue_code(world.station, actor=world["staff"])


def test_revoked_for_a_reason_and_once(world):
    code = workflow.issue_code(world.deputy, actor=world["head"])
    with pytest.raises(RuleError, match="停用原因"):
        workflow.revoke_code(code, reason=" ", actor=world["head"])
    with pytest.raises(NotAllowedError):
        workflow.revoke_code(code, reason="海报丢了", actor=world["deputy"])
    workflow.revoke_code(code, reason="海报丢了", actor=world["head"], at=moment(HELD_ON))
    with pytest.raises(StaleError):
        workflow.revoke_code(code, reason="海报丢了", actor=world["head"])
    assert Event.objects.get(step="revoke").note == "海报丢了"


def test_a_new_code_takes_the_place_of_the_old(world):
    old = workflow.issue_code(world.deputy, actor=world["head"])
    new = workflow.reissue_code(old, reason="海报被涂改", actor=world["head"])
    assert codes.find(old.token, moment(HELD_ON).date()).code == new
    assert [event.step for event in Event.objects.order_by("id")] == ["issue", "revoke", "issue"]


def test_a_whole_place_at_once_and_again_nothing(world):
    others = [Deputy.objects.create(name=f"代表{n}", home_region=world.town) for n in range(3)]
    for deputy in others[:2]:
        Mandate.objects.create(
            deputy=deputy, level="township", term=13, region=world.town, started_on=moment(HELD_ON).date()
        )
    assert workflow.issue_for_place(world.county, actor=world["staff"]) == 4  # three in office and the station
    assert workflow.issue_for_place(world.county, actor=world["staff"]) == 0
    assert PublicCode.objects.count() == Event.objects.count() == 4
    assert not PublicCode.objects.filter(deputy=others[2]).exists()


@pytest.mark.parametrize("name", ["head", "office", "township", "outsider"])
def test_only_staff_issue_for_a_place(world, name):
    with pytest.raises(NotAllowedError):
        workflow.issue_for_place(world.county, actor=world[name])


def test_a_station_issues_for_itself_and_its_deputies(world):
    assert workflow.issue_for_station(world.station, actor=world["liaison"]) == 2
    assert workflow.issue_for_station(world.station, actor=world["liaison"]) == 0
    with pytest.raises(NotAllowedError):
        workflow.issue_for_station(world.station, actor=world["township"])


def test_many_codes_cost_few_questions(world, django_assert_max_num_queries):
    people = [Deputy.objects.create(name=f"代表{n}", home_region=world.town) for n in range(30)]
    started = moment(HELD_ON).date()
    Mandate.objects.bulk_create(
        Mandate(deputy=one, level="county", term=16, region=world.county, started_on=started) for one in people
    )
    with django_assert_max_num_queries(10):
        assert workflow.issue_for_place(world.county, actor=None) == 32


def test_a_deputy_asks_for_a_code_once_a_day(world):
    for _ in range(2):
        workflow.ask_for_code(world.deputy, actor=world["deputy"])
    assert {one.user.username for one in Notice.objects.select_related("user")} == {"head", "liaison"}
    assert Notice.objects.count() == 2
    with pytest.raises(NotAllowedError):
        workflow.ask_for_code(world.deputy, actor=world["head"])
    workflow.issue_code(world.deputy, actor=world["head"])
    with pytest.raises(RuleError, match="已经有代表码"):
        workflow.ask_for_code(world.deputy, actor=world["deputy"])


def test_two_hands_issuing_for_a_place_at_once(world):
    """The second has read who has none before the first wrote: each code is won once."""
    read_before = [PublicCode(deputy=world.deputy), PublicCode(station=world.station)]
    workflow.issue_code(world.deputy, actor=world["head"])
    assert workflow.codes._save(read_before, world["staff"], moment(HELD_ON)) == 1
    assert PublicCode.objects.current().count() == Event.objects.filter(step="issue").count() == 2


@pytest.mark.parametrize("name", PERSONAS)
def test_who_sees_the_files_of_posters(world, name):
    job = PosterJob.objects.create(region=world.county, base="https://x", asked_by=world["staff"])
    seen = PosterJob.objects.visible_to(world[name]).filter(pk=job.pk).exists()
    assert seen is rules.can_view_job(world[name], job) is (name == "staff")


def test_the_printed_address_is_the_one_that_answers():
    assert codes.address("abc", "") == reverse("public:code", args=["abc"])
