"""接待公告: three days ahead and once, by two persons, put right under a new number, gone at once when cancelled."""

from datetime import date, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction

from accounts.models import Notice
from common.errors import NotAllowedError, RuleError
from stations.models import DayNotice, DutySlot, PublicCode
from stations.models.rule import NOTICE_DAYS
from stations.reports.notices import announced, code_address, copy_text, late_days, standing, with_notices
from stations.workflow import assign_deputies, cancel_slot, clear_notices, move_slot, publish_rota
from stations.workflow.filling import CHECKED
from stations.workflow.notice import issue_notice, run, withdraw_notice
from tests.stations.making import PHONE, TODAY, generated, member
from tests.world import PERSONAS, moment

pytestmark = pytest.mark.django_db
ALL = [code for code, _ in CHECKED]
DAY = date(2024, 7, 2)
DUE = DAY - timedelta(days=NOTICE_DAYS)


@pytest.fixture
def day(world):
    """2 July: published by the liaison officer, not looked over yet."""
    slot = generated(world)[0]
    assign_deputies(slot, [world.deputy], actor=world["liaison"], at=TODAY)
    publish_rota([slot], actor=world["liaison"], at=TODAY)
    return slot


def cleared(world, slot, at=TODAY):
    slot.refresh_from_db()
    clear_notices([slot], actor=world["head"], checked=ALL, at=at)
    return slot


def stands(slot, on):
    return standing(with_notices(DutySlot.objects.filter(pk=slot.pk), on).get(), on)


def out(world, on=DUE):
    return [(one.notice.date, one.notice.number) for one in announced(world.station, on)]


def test_it_goes_out_three_days_ahead_once(world, day):
    cleared(world, day)
    assert (run(DUE - timedelta(days=1)).issued, run(DUE).issued, run(DUE).issued) == (0, 1, 0)
    notice = DayNotice.objects.get()
    assert (notice.number, notice.year, notice.kind, notice.deputies) == (
        1,
        2024,
        "first",
        [["张守信", "县（区）人大代表"]],
    )
    assert out(world) == [(DAY, 1)]
    assert stands(day, DUE).text == "已公告（2024年第1号）"
    assert day.events.get(step="notice").actor is None


def test_where_it_stands_before_it_is_out(world, day):
    assert stands(day, TODAY.date()).text == "等另一位同志审核，最迟6月29日要公告"
    cleared(world, day)
    assert stands(day, TODAY.date()).text == "审核过了，6月29日自动公告"
    assert stands(day, DUE).text == "审核过了，今天自动公告"
    assert stands(day, DUE + timedelta(days=1)).text == "公告迟了：还没有发出"


def test_the_daily_command_sends_it(world, day):
    cleared(world, day)
    call_command("remind", "--on", DUE.isoformat())
    assert out(world) == [(DAY, 1)]


def test_what_nobody_looked_over_does_not_go_out_and_is_said(world, day, django_capture_on_commit_callbacks):
    for on in (DUE - timedelta(days=2), DUE - timedelta(days=1), DUE, DUE + timedelta(days=1)):
        with django_capture_on_commit_callbacks(execute=True):
            run(on)
    assert out(world) == []
    told = [
        (n.user.username, "迟了" in n.label) for n in Notice.objects.filter(key__startswith="notice:").order_by("id")
    ]
    assert sorted(told) == [
        ("head", False),
        ("head", True),
        ("liaison", False),
        ("liaison", True),
        ("township", True),
    ]
    assert late_days(world["township"], DUE) == [day]
    assert late_days(world["township"], DUE - timedelta(days=1)) == []
    assert stands(day, DUE).text == "公告迟了：等另一位同志审核"


def test_a_moved_day_is_put_right_once_a_second_person_has_looked(world, day):
    issue_notice(cleared(world, day), actor=world["head"], at=TODAY)
    day.refresh_from_db()
    times = {"starts_at": time(9), "ends_at": time(11)}
    move_slot(day, day=date(2024, 7, 4), **times, note="县里开会", actor=world["liaison"], at=TODAY)
    [shown] = announced(world.station, TODAY.date())
    assert shown.is_open  # the wrong day is not said any more, the new one not yet
    assert stands(day, TODAY.date()).is_late
    with pytest.raises(NotAllowedError):
        clear_notices([day], actor=world["liaison"], checked=ALL, at=TODAY)
    cleared(world, day)
    [shown] = announced(world.station, TODAY.date())
    assert (shown.notice.number, shown.notice.edition, shown.is_open) == (2, 2, False)
    assert shown.correction == "更正：原公告7月2日 8:30 到 11:30，改为7月4日 9:00 到 11:00"


def test_a_cancelled_day_is_said_at_once(world, day):
    issue_notice(cleared(world, day), actor=world["head"], at=TODAY)
    day.refresh_from_db()
    cancel_slot(day, actor=world["liaison"], note="防汛", at=TODAY)
    [shown] = announced(world.station, TODAY.date())
    assert shown.correction == "更正：原公告7月2日 8:30 到 11:30的接待取消"
    assert "防汛" not in shown.correction  # the reason is the deputies' to know
    assert stands(day, DUE).code == "over"


def test_a_replacement_bears_no_mark(world, day):
    issue_notice(cleared(world, day), actor=world["head"], at=TODAY)
    day.refresh_from_db()
    assign_deputies(day, [member(world, "李秀英")], actor=world["head"], at=TODAY)
    [shown] = announced(world.station, TODAY.date())
    assert (shown.deputies, shown.correction) == ([("李秀英", "乡镇人大代表")], "")
    assert DayNotice.objects.count() == 1


@pytest.mark.parametrize("state", ["draft", "uncleared", "nobody", "begun", "cancelled"])
def test_what_issuing_refuses(world, day, state):
    at = TODAY
    if state == "draft":
        day = world.station.slots.order_by("date")[1]
    elif state == "nobody":
        cleared(world, day)
        assign_deputies(day, [], actor=world["head"], at=TODAY)
    elif state == "begun":
        at = cleared(world, day).begins
    elif state == "cancelled":
        cancel_slot(day, actor=world["head"], note="防汛", at=TODAY)
    with pytest.raises(RuleError):
        issue_notice(day, actor=world["head"], at=at)
    assert not DayNotice.objects.exists()


@pytest.mark.parametrize("name", PERSONAS)
def test_who_issues_and_who_takes_down(world, day, name):
    cleared(world, day)
    if name in {"head", "liaison"}:
        issue_notice(day, actor=world[name], at=TODAY)
    else:
        with pytest.raises(NotAllowedError):
            issue_notice(day, actor=world[name], at=TODAY)
        issue_notice(day, actor=None, at=TODAY)
    if name in {"head", "liaison", "township", "staff", "office", "leader"}:
        withdraw_notice(day, actor=world[name], note="地点写错了", at=TODAY)
        assert out(world) == []
    else:
        with pytest.raises(NotAllowedError):
            withdraw_notice(day, actor=world[name], note="地点写错了", at=TODAY)


def test_what_was_taken_down_needs_another_look(world, day):
    issue_notice(cleared(world, day), actor=world["head"], at=TODAY)
    with pytest.raises(RuleError, match="为什么撤下"):
        withdraw_notice(day, actor=world["head"], note=" ", at=TODAY)
    withdraw_notice(day, actor=world["head"], note="地点写错了", at=TODAY)
    with pytest.raises(RuleError, match="没有在公示"):
        withdraw_notice(day, actor=world["head"], note="再撤一次", at=TODAY)
    assert run(DUE).issued == 0
    assert issue_notice(cleared(world, day), actor=world["head"], at=TODAY).number == 2


def test_an_edition_is_there_once(world, day):
    made = issue_notice(cleared(world, day), actor=world["head"], at=TODAY)
    again = DayNotice(
        slot=day, edition=1, year=2024, number=9, date=DAY, starts_at=time(8), ends_at=time(9), place="站"
    )
    with pytest.raises(ValidationError, match="已经发了"):
        again.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save()
    assert issue_notice(day, actor=world["liaison"], at=TODAY) == made


def test_the_text_to_copy_holds_no_telephone(world, day):
    world.deputy.phone = PHONE
    world.deputy.save()
    slot = with_notices(DutySlot.objects.filter(pk=day.pk), DUE).get()
    text = copy_text(slot, "https://example.gov.cn/p/stations/")
    assert "时间：2024年7月2日（星期二）8:30 到 11:30" in text
    assert "接待代表：张守信（县（区）人大代表）" in text
    assert "110、119、120" in text
    assert PHONE not in text


def test_the_code_leads_to_the_station_or_the_list(world):
    assert code_address(world.station, "https://x.cn") == "https://x.cn/p/stations/"
    code = PublicCode.objects.create(station=world.station, issued_by=world["staff"])
    assert code_address(world.station, "https://x.cn") == f"https://x.cn/p/c/{code.token}/"
    PublicCode.objects.update(revoked_at=moment(DAY))
    assert code_address(world.station, "https://x.cn") == "https://x.cn/p/stations/"


def test_the_queries_of_the_public_notices_do_not_grow(world, day, django_assert_num_queries):
    issue_notice(cleared(world, day), actor=None, at=TODAY)
    with django_assert_num_queries(5):
        assert len(announced(world.station, TODAY.date())) == 1
    for slot in world.station.slots.filter(published_at=None)[:2]:
        assign_deputies(slot, [world.deputy, member(world, f"代表{slot.pk}")], actor=world["liaison"], at=TODAY)
        publish_rota([slot], actor=world["liaison"], at=TODAY)
        issue_notice(cleared(world, slot), actor=None, at=TODAY)
    with django_assert_num_queries(5):
        assert len(announced(world.station, TODAY.date())) == 3
