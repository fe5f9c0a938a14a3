"""Schemes and yearly rounds: drafted, put in use, marked by four, told, appealed once, frozen."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.models import Notice
from common.errors import NotAllowedError, RuleError, StaleError
from deputies import rules
from deputies.actions import notices
from deputies.models import Deputy, Event, GroupMember, Mandate, ScoreBatch, ScoreRating, ScoreScheme, ScoreSheet
from deputies.reports import batch_history, caps_of, group_average, points_of, rules_of, scheme_over
from deputies.scoring import EXAMPLE, FORM, Variant
from deputies.workflow import batches, schemes
from deputies.workflow.schemes import RuleFacts
from deputies.workflow.settings import keep_setting
from tests.deputies.filing import NOW, fresh, led, seen, settings
from tests.world import PERSONAS

pytestmark = pytest.mark.django_db
UNTIL = date(2024, 6, 10)
AFTER = datetime(2024, 6, 11, 2, tzinfo=UTC)
MAXIMA = {key: most for key, _, _, most in FORM}
HALF = {key: most // 2 for key, most in MAXIMA.items()}
WHO = {"self": "deputy", "group": "leading", "township": "township", "committee": "staff"}


def in_use(world, year=2024):
    settings(world, scoring=True)
    made = schemes.draft_scheme(world.congress, year=year, actor=world["staff"], at=NOW)
    return schemes.activate(made, actor=world["staff"], at=NOW)


def opened(world, **facts):
    in_use(world)
    given = {"region": world.town, "year": 2024, "maxima": MAXIMA, "actor": world["staff"], "at": NOW}
    batches.open_batch(world.congress, **{**given, **facts})
    return fresh(ScoreSheet.objects.get(deputy=world.deputy))


def rated(world, sheet, *raters):
    for rater in raters or WHO:
        batches.rate(fresh(sheet), rater=rater, marks=HALF, actor=world[WHO[rater]], at=NOW)
    return fresh(sheet)


def told(world):
    led(world)
    sheet = rated(world, opened(world))
    batches.tell(sheet.batch, appeal_until=UNTIL, actor=world["staff"], at=NOW)
    return fresh(sheet)


# --- schemes --------------------------------------------------------------------------------------
def test_the_example_is_copied_whole_and_one_is_in_use_a_year(world):
    first = in_use(world)
    assert rules_of(first) == EXAMPLE
    assert caps_of(rules_of(first)) == (100, 5)
    second = schemes.draft_scheme(world.congress, year=2024, actor=world["staff"], source=first, at=NOW)
    assert rules_of(second) == EXAMPLE
    schemes.activate(second, actor=world["staff"], at=NOW)
    assert (fresh(first).status, fresh(second).status) == ("retired", "active")
    assert scheme_over(world.town, 2024) == second
    assert scheme_over(world.town, 2023) is None


def test_off_by_default_nothing_is_counted(world):
    assert scheme_over(world.town, 2024) is None
    with pytest.raises(RuleError, match="还没有打开"):
        schemes.draft_scheme(world.congress, year=2024, actor=world["staff"])
    in_use(world)
    settings(world, scoring=False)
    assert scheme_over(world.town, 2024) is None


def test_the_switch_is_not_turned_off_over_a_running_round(world):
    opened(world)
    facts = {"group_first": False, "objection_days": 30, "actor": world["staff"], "at": NOW}
    with pytest.raises(RuleError, match="还没有结束"):
        keep_setting(world.congress, scoring=False, **facts)
    with pytest.raises(NotAllowedError):
        keep_setting(world.congress, scoring=True, **{**facts, "actor": world["outsider"]})


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"kinds": ()}, "至少选一个类别"),
        ({"kinds": ("reception",)}, "已经在项目“接待选民”里"),
        ({"kinds": ("activity",), "first": Decimal(9)}, "不能超过上限"),
        ({"kinds": ("activity",), "name": "接待选民"}, "已经有这个项目"),
        ({"kinds": ("activity",), "variants": (Variant("activity", Decimal(1), Decimal(1), Decimal(1)),)}, "只能在一处"),
        ({"kinds": ("activity",), "variants": (Variant("contact", Decimal(1), Decimal(1), Decimal(9)),)}, "另行计分的上限"),
    ],
)
def test_an_item_is_checked_before_it_is_kept(world, facts, words):
    settings(world, scoring=True)
    scheme = schemes.draft_scheme(world.congress, year=2024, actor=world["staff"], at=NOW)
    given = {"name": "小组活动", "first": Decimal(2), "each_more": Decimal(1), "cap": Decimal(5), **facts}
    with pytest.raises(RuleError, match=words):
        schemes.keep_rule(scheme, RuleFacts(**given), actor=world["staff"])
    assert rules_of(scheme) == EXAMPLE


def test_an_item_is_changed_in_its_place_while_a_draft(world):
    settings(world, scoring=True)
    scheme = schemes.draft_scheme(world.congress, year=2024, actor=world["staff"], at=NOW)
    row = scheme.rules.get(name="接待选民")
    facts = RuleFacts("接待选民", ("reception",), Decimal(5), Decimal("1.5"), Decimal(11))
    schemes.keep_rule(scheme, facts, rule=row, actor=world["staff"], at=NOW)
    assert rules_of(scheme)[6].first == 5
    assert caps_of(rules_of(scheme)) == (99, 5)
    schemes.drop_rule(scheme.rules.get(name="接待选民"), actor=world["staff"], at=NOW)
    assert caps_of(rules_of(scheme)) == (88, 5)
    schemes.activate(scheme, actor=world["staff"], at=NOW)
    with pytest.raises(RuleError, match="使用中"):
        schemes.drop_rule(scheme.rules.first(), actor=world["staff"])


def test_the_bounds_of_an_item_stand_in_the_database(world):
    row = in_use(world).rules.first()
    row.first = row.cap + 1
    with pytest.raises(ValidationError, match="不能超过上限"):
        row.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


# --- points ---------------------------------------------------------------------------------------
def test_points_come_from_counted_rows_alone(world):
    scheme = rules_of(in_use(world))
    record = seen(world)
    assert points_of(world.deputy, 2024, scheme).total == 4
    type(record).objects.filter(pk=record.pk).update(status="objected")
    assert points_of(world.deputy, 2024, scheme).total == 0


def test_an_average_is_told_from_five_people_up(world):
    scheme = rules_of(in_use(world))
    seen(world)
    for number in range(4):
        assert group_average(world.deputy, 2024, scheme) is None
        one = Deputy.objects.create(name=f"代表{number}", home_region=world.town)
        Mandate.objects.create(deputy=one, level="township", term=13, region=world.town, started_on=date(2022, 3, 1))
        GroupMember.objects.create(group=world.group, deputy=one, joined_on=date(2024, 1, 1))
    assert group_average(world.deputy, 2024, scheme) == (Decimal("0.8"), 5)


# --- rounds ---------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", [*PERSONAS, "leading"])
def test_who_sees_a_sheet_and_marks_as_whom(world, name):
    led(world)
    sheet, user = opened(world), world[name]
    found = ScoreSheet.objects.visible_to(user)
    assert found.filter(pk=sheet.pk).exists() is rules.can_view_sheet(user, sheet)
    assert found.count() == len(set(found.values_list("pk", flat=True)))
    wanted = {"deputy": ["self"], "leading": ["group"], "township": ["township"], "staff": ["self", "group", "township", "committee"]}
    assert batches.may_rate_as(sheet, user) == wanted.get(name, [])
    assert ScoreBatch.objects.visible_to(user).exists() is (name == "staff")
    assert ScoreScheme.objects.visible_to(user).exists() is (name == "staff")


def test_a_sheet_closes_when_all_four_are_in_and_each_marks_once(world):
    led(world)
    sheet = opened(world)
    rated(world, sheet, "self", "group", "township")
    assert fresh(sheet).status == "open"
    with pytest.raises(RuleError, match="每方只评一次"):
        rated(world, sheet, "self")
    assert rated(world, sheet, "committee").status == "done"
    assert ScoreRating.objects.filter(sheet=sheet).count() == 4
    with pytest.raises(RuleError, match="已评齐"):
        rated(world, sheet, "committee")


@pytest.mark.parametrize(("key", "mark", "words"), [("bills", 21, "最高 20 分"), ("bills", -1, "请给"), ("bills", None, "请给")])
def test_a_mark_is_whole_and_not_above_its_maximum(world, key, mark, words):
    sheet = opened(world)
    with pytest.raises(RuleError, match=words):
        batches.rate(sheet, rater="self", marks={**HALF, key: mark}, actor=world["deputy"], at=NOW)
    assert not ScoreRating.objects.exists()


def test_a_paper_form_is_entered_by_staff_and_says_so(world):
    sheet = opened(world)
    made = batches.rate(sheet, rater="township", marks=HALF, actor=world["staff"], at=NOW)
    assert made.from_paper
    with pytest.raises(NotAllowedError):
        batches.rate(sheet, rater="committee", marks=HALF, actor=world["township"], at=NOW)


@pytest.mark.parametrize(
    ("facts", "words"),
    [({"year": 2023}, "还没有使用中"), ({"maxima": {}}, "大于 0"), ({"region": "other_town"}, "本行政区域")],
)
def test_a_round_is_opened_whole_or_not(world, facts, words):
    given = {name: getattr(world, value) if isinstance(value, str) else value for name, value in facts.items()}
    with pytest.raises(RuleError, match=words):
        opened(world, **given)
    assert not ScoreBatch.objects.exists()


def test_a_second_round_of_a_year_only_after_the_first_is_cancelled(world):
    sheet = opened(world)
    facts = {"region": world.town, "year": 2024, "maxima": MAXIMA, "actor": world["staff"], "at": NOW}
    with pytest.raises(RuleError, match="已经有一批"):
        batches.open_batch(world.congress, **facts)
    batches.cancel(sheet.batch, note="范围选错了", actor=world["staff"], at=NOW)
    assert not ScoreSheet.objects.visible_to(world["deputy"]).exists()
    assert not rules.can_view_sheet(world["deputy"], fresh(sheet))
    batches.open_batch(world.congress, **facts)


def test_an_appeal_is_raised_once_until_the_day_and_decided_once(world):
    sheet = told(world)
    with pytest.raises(RuleError, match="现在不能申诉"):
        batches.appeal(sheet, words="少了一次接待", actor=world["deputy"], at=AFTER)
    batches.appeal(sheet, words="少了一次接待", actor=world["deputy"], at=NOW)
    with pytest.raises(RuleError, match="现在不能申诉"):
        batches.appeal(fresh(sheet), words="再来", actor=world["deputy"], at=NOW)
    with pytest.raises(RuleError, match="1 份申诉没有处理"):
        batches.close(fresh(sheet).batch, actor=world["staff"], at=AFTER)
    decided = {"outcome": "changed", "answer": "请乡镇重评", "redo": "township", "actor": world["staff"], "at": NOW}
    batches.answer_appeal(fresh(sheet), **decided)
    assert fresh(sheet).status == "open"
    with pytest.raises(RuleError, match="只处理一次"):
        batches.answer_appeal(fresh(sheet), **decided)
    assert rated(world, sheet, "township").status == "done"
    assert ScoreRating.objects.filter(sheet=sheet).count() == 5


def test_what_is_closed_stays_as_it_was(world):
    seen(world)
    sheet = told(world)
    with pytest.raises(RuleError, match="6月10日截止"):
        batches.close(sheet.batch, actor=world["staff"], at=NOW)
    batches.close(sheet.batch, unrated=1, actor=world["staff"], at=AFTER)  # the leader's own sheet is not whole
    found = fresh(sheet).result
    assert (found["total"], found["ratings"]["self"]["total"], found["whole"]) == ("4", sum(HALF.values()), True)
    assert found["items"][6]["lines"][0]["why"] == "第 1 次，按规则 4 分"
    seen(world, key="x:9")
    sheet.batch.scheme.rules.all().delete()
    assert fresh(sheet).result == found
    assert len(fresh(sheet.batch).frozen["rules"]) == len(EXAMPLE)
    with pytest.raises(RuleError, match="已结束"):
        batches.close(fresh(sheet.batch), actor=world["staff"], at=AFTER)
    assert Event.objects.filter(batch=sheet.batch, step="close").count() == 1


def test_what_is_not_rated_whole_is_never_passed_over_in_silence(world):
    sheet = opened(world)
    batches.tell(sheet.batch, appeal_until=UNTIL, actor=world["staff"], at=NOW)
    batch = fresh(sheet).batch
    with pytest.raises(RuleError, match="还有 1 人没评齐") as refused:
        batches.close(batch, actor=world["staff"], at=AFTER)
    assert refused.value.field == "sure"
    with pytest.raises(StaleError, match="现在还有 1 人没评齐，和您确认的 2 人不一样"):
        batches.close(batch, unrated=2, actor=world["staff"], at=AFTER)
    assert fresh(sheet).batch.status == "appeals"
    batches.close(batch, unrated=1, actor=world["staff"], at=AFTER)
    assert (fresh(sheet).batch.status, fresh(sheet).result["whole"]) == ("closed", False)
    assert Event.objects.get(batch=batch, step="close").data["unrated"] == 1
    assert batch_history(batch)[0]["note"] == "1 人没评齐，不作结果"


def test_a_number_confirmed_before_the_last_mark_came_in_is_told(world):
    sheet = told(world)
    ScoreSheet.objects.exclude(pk=sheet.pk).delete()
    with pytest.raises(StaleError, match="现在都评齐了"):
        batches.close(sheet.batch, unrated=1, actor=world["staff"], at=AFTER)


def test_days_to_appeal_are_left_and_only_staff_tells(world):
    sheet = opened(world)
    with pytest.raises(RuleError, match="最早填2024年6月2日"):
        batches.tell(sheet.batch, appeal_until=NOW.date() + timedelta(days=4), actor=world["staff"], at=NOW)
    with pytest.raises(NotAllowedError):
        batches.tell(sheet.batch, appeal_until=UNTIL, actor=world["township"], at=NOW)


def test_each_is_told_once(world):
    sheet = told(world)
    batches.appeal(sheet, words="少了一次接待", actor=world["deputy"], at=NOW)
    for _ in range(2):
        notices.tell_of_sheets(sheet.batch_id, "told")
        notices.tell_of_appeal(sheet.pk, "raised")
        notices.tell_of_appeal(sheet.pk, "decided")
    found = sorted(one.user.username for one in Notice.objects.select_related("user"))
    assert found == ["deputy", "deputy", "leading", "staff"]
