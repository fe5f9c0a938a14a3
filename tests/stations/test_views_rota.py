"""The pages on which a station plans: rule, days, deputies, publication; what is wrong keeps what was typed."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from stations.models import DayRule, DutySlot, SlotDeputy
from stations.workflow import assign_deputies, confirm_duty, generate_days, publish_rota, set_rule
from tests.stations.making import facts, member, slot

pytestmark = pytest.mark.django_db
RULE = {
    "pattern": "weekly",
    "weekday": "2",
    "dates": "",
    "starts_at": "8点半",
    "ends_at": "11：30",
    "shift": "next",
    "seats": "2",
    "gap_days": "14",
    "notice_days": "3",
}


def today():
    return timezone.localdate()


def url(world, page=""):
    return f"/stations/rota/station/{world.station.pk}/{page}"


def planned(world):
    """Some weeks of Wednesdays, nobody on duty."""
    set_rule(world.station, facts(pattern="weekly", weekday=2, numbers=[]), actor=world["head"])
    first = today() + timedelta(days=1)
    return generate_days(world.station, first=first, last=first + timedelta(days=27), actor=world["head"])


def text(answer):
    return answer.content.decode()


PAGES = ("", "rule/", "days/", "fill/", "notices/")


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("head", 200),
        ("liaison", 200),
        ("township", 0),
        ("staff", 0),
        ("deputy", 403),
        ("outsider", 404),
        ("agency", 404),
    ],
)
def test_who_opens_the_pages(world, as_user, page, name, status):
    expected = status or (200 if page in ("", "notices/") else 403)
    assert as_user(name).get(url(world, page)).status_code == expected


def test_a_rule_is_set_and_what_is_wrong_is_said_beside_its_field(world, as_user):
    client = as_user("liaison")
    wrong = client.post(url(world, "rule/"), {**RULE, "valid_from": "明天", "weekday": ""})
    assert wrong.status_code == 422
    assert "请选星期几" in text(wrong)
    assert "8点半" in text(wrong)  # what was typed stays
    for change, words in (
        ({"pattern": "nth"}, "请勾每月第几个"),
        ({"pattern": "dates"}, "请写每月几日"),
        ({"pattern": "dates", "dates": "9和40日"}, "1 到 31 之间"),
        ({"pattern": "dates", "dates": "初九"}, "用顿号隔开"),
        ({"ends_at": "8:00"}, "结束时间要晚于开始时间"),
        ({"seats": "9"}, "6"),
    ):
        answer = client.post(url(world, "rule/"), {**RULE, "valid_from": today(), **change})
        assert (answer.status_code, words in text(answer)) == (422, True), words
    assert client.post(url(world, "rule/"), {**RULE, "valid_from": today()}).status_code == 302
    assert DayRule.objects.get().weekday == 2
    dates = {**RULE, "pattern": "dates", "dates": "9日、１９日", "valid_from": today()}
    assert client.post(url(world, "rule/"), dates).status_code == 302
    assert DayRule.objects.get(ended_on=None).numbers == [9, 19]


def test_a_change_says_which_days_move_before_it_is_done(world, as_user):
    kept, *others = planned(world)
    assign_deputies(kept, [world.deputy], actor=world["head"])
    publish_rota([kept], actor=world["head"])
    confirm_duty(kept.slot_deputies.get(), actor=world["deputy"])
    client, typed = as_user("head"), {**RULE, "weekday": "3", "starts_at": "8:30", "ends_at": "11:30"}
    shown = client.post(url(world, "rule/"), {**typed, "valid_from": today()})
    assert shown.status_code == 200
    assert "代表已经说能来" in text(shown)
    assert DayRule.objects.count() == 1  # nothing is done yet
    seen = shown.context["change"].fingerprint
    assert client.post(url(world, "rule/"), {**typed, "valid_from": today(), "seen": seen}).status_code == 302
    kept.refresh_from_db()
    assert kept.date.weekday() == 2
    moved = DutySlot.objects.filter(pk__in=[slot.pk for slot in others], status="planned")
    assert {slot.date.weekday() for slot in moved} == {3}


def test_days_are_shown_then_made_once(world, as_user):
    client = as_user("liaison")
    assert "还没有接待日规则" in text(client.get(url(world, "days/")))
    set_rule(world.station, facts(pattern="weekly", weekday=2, numbers=[]), actor=world["head"])
    first, last = today() + timedelta(days=1), today() + timedelta(days=28)
    span = {"first": first.isoformat(), "last": last.isoformat()}
    page = client.get(url(world, "days/"), span)
    assert "会生成 4 天" in text(page) or "会生成 3 天" in text(page)
    expected = page.context["seen"].fingerprint
    assert client.post(url(world, "days/"), {**span, "expected": expected}).status_code == 302
    made = world.station.slots.count()
    assert made == len(page.context["seen"].new)
    again = client.post(url(world, "days/"), {**span, "expected": expected})  # the second click of a double click
    assert again.status_code == 409
    assert world.station.slots.count() == made
    assert "已经生成过" in text(client.get(url(world, "days/"), span))


@pytest.mark.parametrize(
    "span",
    [
        {"first": "2024-07-02", "last": "2024-07-01"},
        {"first": "x", "last": "2024-07-01"},
        {"first": "2024-01-01", "last": "2026-01-01"},
    ],
)
def test_a_span_that_makes_no_sense(world, as_user, span):
    set_rule(world.station, facts(), actor=world["head"])
    assert as_user("head").get(url(world, "days/"), span).status_code in (200, 422)
    assert as_user("head").post(url(world, "days/"), span).status_code == 422
    assert not DutySlot.objects.exists()


def fields(page, **changes):
    """What the page of the draft sends when nothing is touched, and changes."""
    form = page.context["form"]
    return {**{name: form[name].value() or "" for name in form.fields}, **changes}


def test_the_draft_is_proposed_adjusted_and_published(world, as_user):
    others = [member(world, name) for name in ("甲", "乙", "丙")]
    slots, client = planned(world), as_user("liaison")
    assert client.post(url(world, "propose/"), {}).status_code == 302
    page = client.get(url(world, "fill/"))
    assert SlotDeputy.objects.count() == 2 * len(slots)
    first = f"s{slots[0].pk}"
    twice = {f"{first}_0": str(others[0].pk), f"{first}_1": str(others[0].pk)}
    wrong = client.post(url(world, "fill/"), fields(page, **twice))
    assert (wrong.status_code, "不能把一位代表排两次" in text(wrong)) == (422, True)
    chosen = fields(page, **{f"{first}_0": str(others[1].pk), f"{first}_1": ""})
    assert client.post(url(world, "fill/"), chosen).status_code == 302
    assert [row.deputy for row in slots[0].slot_deputies.all()] == [others[1]]
    stale = client.post(url(world, "fill/"), chosen)
    assert (stale.status_code, "刚刚有人改过" in text(stale)) == (409, True)
    page = client.get(url(world, "fill/"))
    assert client.post(url(world, "fill/"), fields(page, publish="1")).status_code == 302
    assert not world.station.slots.filter(published_at=None).exists()
    assert "没有要排的接待日" in text(client.get(url(world, "fill/")))


def test_the_month_shows_what_comes_next(world, as_user):
    client = as_user("head")
    assert "定规则" in text(client.get(url(world)))
    slots = planned(world)
    page = client.get(url(world), {"month": f"{slots[0].date:%Y-%m}"})
    assert page.context["progress"].next_step == "fill"
    assert "没有排人" in text(page)
    assert "把开放时间改成这样" in text(page)
    assert client.get(url(world), {"month": "没有这个月"}).status_code == 200
    assert client.post(url(world, "hours/")).status_code == 302
    world.station.refresh_from_db()
    assert world.station.hours == "每周三 8:30—11:30"
    assert as_user("liaison").post(url(world, "hours/")).status_code == 403


def test_a_day_is_moved_with_a_reason(world, as_user):
    row, client = slot(world), as_user("liaison")
    address = f"/stations/rota/{row.pk}/move/"
    typed = {"day": today() + timedelta(days=5), "starts_at": "9:00", "ends_at": "11:30", "version": row.version}
    for change, words in (({"note": " "}, "为什么改期"), ({"note": "检查", "day": date(2020, 1, 1)}, "今天以后")):
        answer = client.post(address, {**typed, **change})
        assert (answer.status_code, words in text(answer)) == (422, True)
    stale = client.post(address, {**typed, "note": "检查", "version": row.version - 1})
    assert (stale.status_code, "刚刚有人改过" in text(stale)) == (409, True)
    assert client.post(address, {**typed, "note": "检查"}).status_code == 302
    row.refresh_from_db()
    assert row.date == today() + timedelta(days=5)
    assert as_user("township").get(address).status_code == 403


def test_two_pages_of_one_day(world, as_user):
    row, client = slot(world), as_user("liaison")
    address = f"/stations/rota/{row.pk}/deputies/"
    old = {"deputies": [world.deputy.pk], "version": row.version}
    assert client.post(address, old).status_code == 302
    assert client.post(address, old).status_code == 409


def test_the_queries_of_the_month_do_not_grow(world, as_user, django_assert_max_num_queries):
    slots = planned(world)
    assign_deputies(slots[0], [world.deputy], actor=world["head"])
    client = as_user("head")
    month = {"month": f"{slots[0].date:%Y-%m}"}
    with django_assert_max_num_queries(34) as one:
        client.get(url(world), month)
    for row in slots[1:]:
        assign_deputies(row, [world.deputy, member(world, f"代表{row.pk}")], actor=world["head"])
    with django_assert_max_num_queries(len(one.captured_queries)):
        client.get(url(world), month)
