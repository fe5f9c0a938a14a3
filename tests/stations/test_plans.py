"""The plan of a year, a group's own page, and what stands first on a station's page."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from common.errors import NotAllowedError, RuleError, StaleError
from deputies.choices import GroupRole
from deputies.models import GroupMember
from stations import actions, reports, rules, workflow
from stations.models import Pin, PlanItem, YearlyRule, YearPlan
from tests.stations.gathering import activity, everybody
from tests.stations.making import reception
from tests.world import PERSONAS

pytestmark = pytest.mark.django_db
KEEPERS = {"staff", "township", "head", "liaison"}


def url(name, *args):
    return reverse(f"stations:{name}", args=args)


def plan(world, year=None, actor="head"):
    return actions.plan_of(world.group, year=year or timezone.localdate().year, actor=world[actor])


def item(world, **facts):
    return actions.add_item(plan(world), actor=world["head"], **{"month": 5, "what": "视察农村道路", **facts})


@pytest.mark.parametrize(
    ("owner", "may"), [("group", KEEPERS), ("committee", {"staff"}), ("town_congress", {"township"})]
)
def test_who_plans_for_a_group_and_a_unit(world, owner, may):
    for name in PERSONAS:
        facts = {"year": 2024, "actor": world[name]}
        if name in may:
            made = actions.plan_of(getattr(world, owner), **facts)
            assert made == actions.plan_of(getattr(world, owner), **facts)
        else:
            with pytest.raises(NotAllowedError):
                actions.plan_of(getattr(world, owner), **facts)


def test_queryset_and_predicate_agree(world):
    plan(world)
    actions.plan_of(world.committee, year=2024, actor=None)
    actions.plan_of(world.town_congress, year=2024, actor=None)
    for name in PERSONAS:
        user = world[name]
        seen = set(YearPlan.objects.visible_to(user).values_list("pk", flat=True))
        assert seen == {row.pk for row in YearPlan.objects.all() if rules.can_view_plan(user, row)}, name
        assert [row for row in YearPlan.objects.all() if rules.can_keep_plan(user, row) and row.pk not in seen] == []


def test_the_leader_of_the_group_writes_its_plan(world):
    GroupMember.objects.filter(deputy=world.deputy).update(role=GroupRole.LEADER)
    made = plan(world, actor="deputy")
    assert actions.add_item(made, month=3, what="学法", actor=world["deputy"]).month == 3


@pytest.mark.parametrize(("facts", "field"), [({"month": 13}, "month"), ({"month": 0}, "month"), ({"what": " "}, "what")])
def test_what_an_item_refuses(world, facts, field):
    with pytest.raises(RuleError) as refused:
        item(world, **facts)
    assert refused.value.field == field


def test_an_item_is_written_once_and_an_old_page_loses(world):
    made = item(world)
    with pytest.raises(RuleError, match="同样的一项"):
        item(world)
    actions.change_item(made, month=6, what="视察水渠", version=1, actor=world["head"])
    with pytest.raises(StaleError):
        actions.change_item(made, month=7, what="别的", version=1, actor=world["liaison"])
    assert PlanItem.objects.get().month == 6


def test_what_is_carried_out_stays_on_the_plan(world):
    made = item(world)
    rows = reports.plan_rows(YearPlan.objects.with_items().get())
    assert rows[0].badge[2] == "还没有安排"
    activity(world, group=world.group, item=made)
    assert reports.plan_rows(YearPlan.objects.with_items().get())[0].badge[2] == "已安排"
    activity(world, "held", group=world.group, item=made)
    assert reports.plan_rows(YearPlan.objects.with_items().get())[0].badge[2] == "办过了"
    with pytest.raises(RuleError, match="已经安排了活动"):
        actions.drop_item(made, actor=world["head"])


def test_a_strangers_item_is_not_carried_out(world):
    other = actions.add_item(actions.plan_of(world.committee, year=2024, actor=None), month=4, what="培训", actor=None)
    with pytest.raises(RuleError, match="不在这个小组"):
        activity(world, item=other)


@pytest.mark.parametrize(
    "facts", [{"kind": "group"}, {"kind": "training", "group": True}, {"kind": "group", "group": True, "unit": True}]
)
def test_a_plan_has_one_owner(world, facts):
    owner = {"group": world.group if facts.get("group") else None, "unit": world.committee if facts.get("unit") else None}
    made = YearPlan(year=2024, kind=facts["kind"], **owner)
    with pytest.raises(ValidationError):
        made.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        made.save()


def test_the_rule_of_the_nearest_place_holds(world):
    assert reports.rule_of(world.town) is None
    facts = {"minimum": 4, "sentence": "县乡代表小组每年活动不少于4次", "source": "某办法"}
    far = YearlyRule.objects.create(region=world.province, **facts)
    assert reports.rule_of(world.town) == far
    near = YearlyRule.objects.create(region=world.county, **facts)
    assert reports.rule_of(world.town) == near


def test_a_group_page_shows_the_year_and_only_ones_own_attendance(world, as_user):
    today = timezone.localdate()
    made = activity(world, "held", group=world.group, held_on=date(today.year, 1, 1), theme="年初学习")
    workflow.mark_attendance(made, everybody(made), actor=world["head"])
    activity(world, "notified", group=world.group, held_on=today + timedelta(days=3), theme="下次走访")
    item(world)
    own = as_user("deputy").get(url("group_life", world.group.pk)).content.decode()
    assert [word for word in ("年初学习", "下次走访", "视察农村道路", "办过 1 次", "只有您自己看得到") if word not in own] == []
    assert "我今年参加的" not in as_user("head").get(url("group_life", world.group.pk)).content.decode()
    assert as_user("outsider").get(url("group_life", world.group.pk)).status_code == 404


def test_the_group_page_leads_there(world, as_user):
    page = as_user("deputy").get(reverse("deputies:group_detail", args=[world.group.pk])).content.decode()
    assert url("group_life", world.group.pk) in page


def test_a_plan_is_written_page_by_page(world, as_user):
    client = as_user("head")
    answer = client.post(url("group_plan_begin", world.group.pk), {"year": "2024"})
    at = answer["Location"]
    assert client.post(at, {"month": "5", "what": "视察道路", "who": "全组", "how": ""}).status_code == 302
    assert client.post(at, {"month": "5", "what": ""}).status_code == 422
    row = PlanItem.objects.get()
    sent = {"month": "6", "what": "视察水渠", "version": "1"}
    assert client.post(url("item_change", row.pk), sent).status_code == 302
    assert client.post(url("item_change", row.pk), sent).status_code == 409
    assert "视察水渠" in client.get(url("plan_list")).content.decode() or "1 项" in client.get(url("plan_list")).content.decode()
    client.post(url("item_drop", row.pk))
    assert not PlanItem.objects.exists()
    assert as_user("office").post(url("group_plan_begin", world.group.pk), {"year": "2024"}).status_code == 403


def test_an_activity_from_the_plan_is_filled_in(world, as_user):
    row = item(world)
    page = as_user("head").get(url("activity_new"), {"item": row.pk, "group": world.group.pk}).content.decode()
    assert f'<option value="{row.pk}" selected>' in page


# --- what stands first ----------------------------------------------------------------------------
def pinned(world, target, name="staff", days=10):
    return workflow.pin_to_station(target, until=timezone.localdate() + timedelta(days=days), note="县领导代表率先进站", actor=world[name])


def test_the_committee_says_what_stands_first(world):
    made = activity(world)
    for name in set(PERSONAS) - {"staff"}:
        with pytest.raises(NotAllowedError):
            pinned(world, made, name)
    assert pinned(world, made, "staff").station == world.station


def test_a_pin_stands_until_its_day_and_once(world, as_user):
    received = reception(world)
    made = pinned(world, received)
    with pytest.raises(RuleError, match="已经置顶"):
        pinned(world, received)
    assert "县领导代表率先进站" in as_user("deputy").get(world.station.get_absolute_url()).content.decode()
    assert not Pin.objects.current(made.until + timedelta(days=1)).exists()
    workflow.unpin(made, actor=world["staff"])
    workflow.unpin(made, actor=world["staff"])
    assert received.events.filter(step="unpin").count() == 1
    assert pinned(world, received)


@pytest.mark.parametrize("days", [-1, 181])
def test_a_pin_is_for_a_time(world, days):
    with pytest.raises(RuleError) as refused:
        pinned(world, activity(world), days=days)
    assert refused.value.field == "until"
    with pytest.raises(RuleError, match="不在联络站"):
        pinned(world, activity(world, station=None))


def test_pinning_by_page(world, as_user):
    made, client = activity(world), as_user("staff")
    assert client.get(url("activity_pin", made.pk)).status_code == 200
    assert client.post(url("activity_pin", made.pk), {"until": "后天"}).status_code == 422
    day = timezone.localdate() + timedelta(days=5)
    assert client.post(url("activity_pin", made.pk), {"until": day.isoformat(), "note": "率先进站"}).status_code == 302
    assert client.post(url("pin_remove", Pin.objects.get().pk)).status_code == 302
    assert Pin.objects.get().removed_at
    assert as_user("head").get(url("activity_pin", made.pk)).status_code == 403
    assert client.get(url("reception_pin", reception(world).pk)).status_code == 200


@pytest.mark.parametrize("page", ["plan_list", "group_life", "station_detail"])
def test_queries_do_not_grow(world, as_user, page):
    def count():
        args = {"plan_list": (), "group_life": (world.group.pk,), "station_detail": (world.station.pk,)}[page]
        with CaptureQueriesContext(connection) as seen:
            assert as_user("head").get(url(page, *args)).status_code == 200
        return len(seen)

    def more(n):
        made = item(world, what=f"第{n}项", month=n)
        day = timezone.localdate() + timedelta(days=n)
        pinned(world, activity(world, "notified", group=world.group, item=made, held_on=day))

    more(1)
    one = count()
    more(2)
    more(3)
    assert count() == one
