"""The law's changes of a mandate: suspended, resumed, ended with what follows, put right when entered by mistake."""

from datetime import UTC, date, datetime

import pytest

from accounts.models import Grant
from common.errors import NotAllowedError, RuleError, StaleError
from deputies.choices import MandateStatus, StatusGround
from deputies.models import Deputy, Event, GroupMember, Mandate
from deputies.workflow import mandates
from stations.reports import deputies_of
from tests.deputies.filing import fresh
from tests.world import PERSONAS

pytestmark = pytest.mark.django_db
ON = date(2024, 5, 20)
NOW = datetime(2024, 5, 28, 2, tzinfo=UTC)
NOTICE = {"notice_no": "濮县人常公告〔2024〕2号", "notice_on": date(2024, 5, 25)}


@pytest.fixture
def mandate(world):
    return Mandate.objects.get(deputy=world.deputy)


def suspended(world, mandate, **facts):
    return mandates.suspend(mandate, **{"ground": "custody", "on": ON, "actor": world["staff"], "at": NOW, **facts})


def ended(world, mandate, **facts):
    given = {"ground": "resigned", "on": ON, "actor": world["staff"], "at": NOW, **NOTICE}
    return mandates.end(mandate, **{**given, **facts})


@pytest.mark.parametrize("status", MandateStatus.values)
@pytest.mark.parametrize("name", PERSONAS)
def test_who_may_change_it_from_where(world, mandate, status, name):
    walk = {"active": [], "suspended": [suspended], "ended": [ended]}[status]
    for step in walk:
        step(world, mandate)
    wanted = {"active": ["suspend", "end"], "suspended": ["resume", "end", "correct"], "ended": ["correct"]}[status]
    assert mandates.open_steps(fresh(mandate), world[name]) == (wanted if name == "staff" else [])


def test_suspended_and_resumed(world, mandate):
    suspended(world, mandate)
    found = fresh(mandate)
    assert (found.status, found.status_on, found.status_ground) == ("suspended", ON, "custody")
    assert "代表法第六十一条" in found.status_reason
    assert not Deputy.objects.serving().filter(pk=world.deputy.pk).exists()
    assert not deputies_of(world.station).filter(pk=world.deputy.pk).exists()
    assert GroupMember.objects.current().filter(deputy=world.deputy).exists()
    mandates.resume(found, on=date(2024, 5, 27), actor=world["staff"], note="取保候审结束", at=NOW)
    assert (fresh(mandate).status, fresh(mandate).status_reason) == ("active", "")
    assert deputies_of(world.station).filter(pk=world.deputy.pk).exists()
    assert list(Event.objects.order_by("pk").values_list("step", flat=True)) == ["suspend", "resume"]


def test_with_the_last_mandate_the_group_and_the_grant_end(world, mandate):
    ended(world, mandate)
    found = fresh(mandate)
    assert (found.status, found.ended_on, found.notice_no) == ("ended", ON, NOTICE["notice_no"])
    assert found.status_reason == "辞职被接受（代表法第六十二条）"
    assert GroupMember.objects.get(deputy=world.deputy).left_on == ON
    assert not world["deputy"].scopes.items
    assert Deputy.objects.filter(pk=world.deputy.pk).exists()


def test_with_another_mandate_nothing_else_ends(world, mandate):
    Mandate.objects.create(deputy=world.deputy, level="city", term=9, region=world.city, started_on=date(2022, 3, 1))
    ended(world, mandate)
    assert GroupMember.objects.current().filter(deputy=world.deputy).exists()
    assert world["deputy"].scopes.items
    assert Deputy.objects.serving().filter(pk=world.deputy.pk).exists()


def test_a_wrong_entry_is_put_right_with_all_that_followed(world, mandate):
    ended(world, mandate)
    with pytest.raises(RuleError, match="为什么更正"):
        mandates.correct(fresh(mandate), reason=" ", actor=world["staff"], at=NOW)
    mandates.correct(fresh(mandate), reason="同名，录错了人", actor=world["staff"], at=NOW)
    found = fresh(mandate)
    assert (found.status, found.ended_on, found.notice_no, found.status_ground) == ("active", None, "", "")
    assert GroupMember.objects.get(deputy=world.deputy).left_on is None
    assert world["deputy"].scopes.items
    assert Grant.objects.filter(user=world["deputy"]).count() == 1
    with pytest.raises(RuleError, match="没有可以更正"):
        mandates.correct(found, reason="再来一次", actor=world["staff"], at=NOW)


def test_an_end_taken_back_leaves_the_suspension_before_it(world, mandate):
    suspended(world, mandate)
    ended(world, fresh(mandate), ground="rights", on=date(2024, 5, 22))
    mandates.correct(fresh(mandate), reason="判决还没有生效", actor=world["staff"], at=NOW)
    assert (fresh(mandate).status, fresh(mandate).status_on) == ("suspended", ON)


def test_who_has_found_another_group_stays_there(world, mandate):
    ended(world, mandate)
    other = type(world.group).objects.create(region=world.town, number=2, name="庆祖镇第2活动小组")
    GroupMember.objects.create(group=other, deputy=world.deputy, joined_on=ON)
    mandates.correct(fresh(mandate), reason="录错了", actor=world["staff"], at=NOW)
    assert GroupMember.objects.current().get(deputy=world.deputy).group == other


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"ground": "custody"}, "第六十二条"),
        ({"on": date(2024, 5, 29)}, "不能晚于今天"),
        ({"on": date(2022, 2, 1)}, "不能早于任职开始"),
        ({"notice_no": " "}, "由本级人大常委会公告"),
        ({"notice_on": date(2024, 6, 1)}, "公告日期不能晚于今天"),
    ],
)
def test_an_end_is_whole(world, mandate, facts, words):
    with pytest.raises(RuleError, match=words):
        ended(world, mandate, **facts)
    assert fresh(mandate).status == "active"
    assert world["deputy"].scopes.items


def test_a_township_congress_announces_its_own(world):
    town = Mandate(deputy=world.deputy, level="township", term=13, region=world.town, started_on=date(2022, 3, 1))
    assert mandates.announcer_of(town) == "乡镇人民代表大会"


def test_only_the_two_grounds_suspend_and_the_days_run_forward(world, mandate):
    with pytest.raises(RuleError, match="第六十一条"):
        suspended(world, mandate, ground="moved")
    suspended(world, mandate)
    with pytest.raises(RuleError, match="上一次变更"):
        mandates.resume(fresh(mandate), on=date(2024, 5, 1), actor=world["staff"], at=NOW)
    with pytest.raises(RuleError, match="暂停执行职务"):
        suspended(world, fresh(mandate))
    mandate.status = "active"
    with pytest.raises(StaleError):
        ended(world, mandate)
    assert world["deputy"].scopes.items


def test_a_stranger_and_a_county_over_a_city_do_nothing(world, mandate):
    for name in ("outsider", "office", "township", "head"):
        with pytest.raises(NotAllowedError):
            suspended(world, mandate, actor=world[name])
    assert not Event.objects.exists()


def test_every_ground_has_its_article():
    assert {StatusGround(one).article for one in StatusGround.SUSPENDING} == {"代表法第六十一条"}
    assert {StatusGround(one).article for one in StatusGround.ENDING} == {"代表法第六十二条"}
    assert {*StatusGround.SUSPENDING, *StatusGround.ENDING} == set(StatusGround.values)
