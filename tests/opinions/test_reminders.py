"""The daily round: near, overdue, early; once a day, three days apart; windows closed, papers finished."""

from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Notice
from opinions.actions import reminders
from opinions.choices import OpinionStatus
from opinions.models import AssignmentList, HandlingRule, Undertaking

pytestmark = pytest.mark.django_db


def told(world, name="agency"):
    return list(Notice.objects.filter(user=world[name]).order_by("pk").values_list("label", flat=True))


def test_a_round_run_twice_sends_once(world):
    world.undertaking("to_accept")
    day = date(2024, 5, 22)
    first, second = reminders.run(day), reminders.run(day)
    assert (first.near, second.near) == (1, 0)
    assert told(world) == [
        "到期提醒：背街小巷路灯维护，还剩3个工作日，最迟5月27日（含当日）签收。",
    ]
    notice = Notice.objects.get(user=world["agency"])
    assert notice.copy_text.startswith("【到期提醒】濮阳市中级人民法院：")


def test_reminders_keep_their_distance(world):
    world.undertaking("to_accept")
    sent = [day for n in range(14) if reminders.run(day := date(2024, 5, 22) + timedelta(days=n)).near or False]
    over = [Notice.objects.filter(key__contains=":over:").count()]
    assert sent == [date(2024, 5, 22), date(2024, 5, 25)]
    assert over == [3]  # 5月28日, 31日, 6月3日
    assert told(world)[2] == "超期提醒：背街小巷路灯维护，应在2024年5月27日前签收，现在超期1个工作日。"


def test_the_gap_is_the_rule_s(world):
    world.undertaking("to_accept")
    HandlingRule.objects.filter(kind="meeting_list").update(remind_gap_days=1)
    for n in range(3):
        reminders.run(date(2024, 5, 22) + timedelta(days=n))
    assert len(told(world)) == 3


def test_the_fifteen_day_reminder_goes_once_per_limit(world):
    row = world.undertaking("doing")
    counts = [reminders.run(date(2024, 8, 4) + timedelta(days=n)).early for n in range(5)]
    assert counts == [0, 1, 0, 0, 0]
    Undertaking.objects.filter(pk=row.pk).update(due_on=date(2024, 9, 20), clock_on=date(2024, 9, 20))
    assert reminders.run(date(2024, 9, 5)).early == 1


def test_nobody_is_reminded_while_the_ball_is_elsewhere(world):
    world.undertaking("checking")
    reminders.run(date(2024, 12, 1))
    assert told(world) == []
    assert told(world, "agencyhead") == []


def test_a_station_is_reminded_of_its_own(world):
    opinion = world.opinion(
        "王大娘家的灯坏了",
        status=OpinionStatus.AT_STATION,
        holder=world.town_congress,
        unit=world.station_unit,
        due_on=date(2024, 5, 28),
    )
    assert reminders.run(date(2024, 5, 20)).stations == 0
    assert reminders.run(date(2024, 5, 24)).stations == 1
    assert reminders.run(date(2024, 5, 24)).stations == 0
    for name in ("liaison", "head", "township"):
        assert told(world, name) == [f"站内办理：5月14日收到的意见（编号 {opinion.pk}），最迟5月28日（含当日）办结"]
    assert reminders.run(date(2024, 5, 29)).stations == 1
    assert told(world, "liaison")[-1].endswith("超期 1 个工作日")


def test_raters_are_reminded_once_and_windows_closed(world):
    row = world.undertaking("rating")
    assert reminders.run(date(2024, 6, 12)).raters == 0
    assert [reminders.run(date(2024, 6, d)).raters for d in (17, 18, 19)] == [1, 0, 0]
    assert told(world, "deputy") == ["请您评价：背街小巷路灯维护，最迟6月19日（含当日）"]
    done = reminders.run(date(2024, 6, 20))
    row.refresh_from_db()
    assert (done.closed, row.status, row.outcome) == (1, "closed", "unrated")
    assert reminders.run(date(2024, 6, 20)).closed == 0


def test_a_paper_that_was_not_frozen_is_made_again(world, django_capture_on_commit_callbacks):
    paper = world.paper_in("issued")
    assert AssignmentList.objects.get(pk=paper.pk).frozen_sha256 == ""
    with django_capture_on_commit_callbacks(execute=True):
        assert reminders.run(date(2024, 5, 21)).papers == 1
    assert len(AssignmentList.objects.get(pk=paper.pk).frozen_sha256) == 64
    assert reminders.run(date(2024, 5, 21)).papers == 0


def test_the_command_says_what_it_did_and_refuses_a_wrong_day(world, capsys):
    world.undertaking("to_accept")
    call_command("remind", "--on", "2024-05-22")
    call_command("remind", "--on", "2024-05-22")
    lines = capsys.readouterr().out.splitlines()
    assert all(line.startswith("2024-05-22：") for line in lines)
    first, second = (line for line in lines if line.startswith("2024-05-22：临期提醒"))
    assert first.startswith("2024-05-22：临期提醒 1 项，超期提醒 0 项")
    assert second.startswith("2024-05-22：临期提醒 0 项")
    with pytest.raises(CommandError, match="写得不对"):
        call_command("remind", "--on", "5月22日")


def test_queries_do_not_grow_with_items_that_need_nothing(world, django_assert_max_num_queries):
    for number in range(3):
        world.undertaking("doing", title=f"事项{number}", opinions_=[world.opinion(f"意见{number}")])
    with django_assert_max_num_queries(14):
        reminders.run(date(2024, 5, 22))
