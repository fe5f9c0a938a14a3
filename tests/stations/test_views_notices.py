"""接待公告 on its pages: reviewed, printed with a code that leads there, copied, taken down; and as residents read it."""

from datetime import time, timedelta

import pytest
from django.utils import timezone

from stations import rules
from stations.models import DutySlot, PublicCode, SideClosure
from stations.reports import notices
from stations.workflow import assign_deputies, cancel_slot, clear_notices
from stations.workflow.filling import CHECKED
from stations.workflow.notice import issue_notice
from tests.stations.making import PHONE, member, slot
from tests.stations.test_figures import second_station
from tests.world import PERSONAS

pytestmark = pytest.mark.django_db
ALL = [code for code, _ in CHECKED]


@pytest.fixture
def day(world):
    return slot(world, days=2, actor="liaison")


def text(answer):
    return answer.content.decode()


def cleared(world, row):
    row.refresh_from_db()
    clear_notices([row], actor=world["head"], checked=ALL)
    return row


def review(world):
    return f"/stations/rota/station/{world.station.pk}/notices/"


def public(world):
    return f"/p/stations/{world.station.pk}/notices/"


def test_a_second_person_lets_it_pass(world, as_user, day):
    shown = {"slots": f"{day.pk}:{day.version}", "checked": ALL}
    own = as_user("liaison")
    assert "要请别人审核的" in text(own.get(review(world)))
    assert own.post(review(world), shown).status_code == 422  # it was they who published
    other = as_user("head")
    assert "审核接待公告：1 天" in text(other.get("/"))
    missing = other.post(review(world), {**shown, "checked": ALL[:1]})
    assert (missing.status_code, "每一条都核对过" in text(missing)) == (422, True)
    older = other.post(review(world), {**shown, "slots": f"{day.pk}:{day.version - 1}"})
    assert older.status_code == 422  # the day was changed since the page was opened
    assert other.post(review(world), shown).status_code == 302
    day.refresh_from_db()
    assert day.cleared_by == world["head"]


def second(world):
    """Another station of the county with a published day; the committee's and nobody's of the first station."""
    other = second_station(world)
    row = DutySlot.objects.create(
        station=other,
        date=timezone.localdate() + timedelta(days=5),
        starts_at=time(9),
        ends_at=time(11),
        published_at=timezone.now(),
        published_by=world["outsider"],
    )
    return other, row


@pytest.mark.parametrize("name", PERSONAS)
def test_the_days_that_wait_and_the_rule_agree(world, day, name):
    _, row = second(world)
    found = set(DutySlot.objects.clearable_by(world[name], timezone.localdate()))
    assert found == {one for one in (day, row) if rules.can_clear_notice(world[name], one)}


@pytest.mark.parametrize("name", ["staff", "office"])
def test_the_committee_finds_what_waits_on_its_desk(world, as_user, day, name):
    client = as_user(name)
    assert "审核接待公告：1 天" in text(client.get("/"))
    assert review(world) in text(client.get("/"))
    other, row = second(world)
    page = text(client.get("/"))
    assert "审核接待公告：2 天" in page
    assert "/stations/rota/notices/" in page
    listed = client.get("/stations/rota/notices/")
    assert [(one.pk, one.days) for one in listed.context["page"].rows] == [(world.station.pk, 1), (other.pk, 1)]
    assert review(world) in text(listed)
    clear_notices([day], actor=world["head"], checked=ALL)
    DutySlot.objects.filter(pk=row.pk).update(published_by=world[name])
    assert "审核接待公告" not in text(client.get("/"))
    assert "没有等您审核的公告" in text(client.get("/stations/rota/notices/"))


def test_who_has_a_queue_of_notices(as_user, day):
    for name, status in (("head", 200), ("township", 200), ("leader", 200), ("deputy", 404), ("agency", 404)):
        assert as_user(name).get("/stations/rota/notices/").status_code == status, name
    assert as_user("staff").post("/stations/rota/notices/").status_code == 405


def test_the_queue_is_bounded(world, as_user, day, django_assert_max_num_queries):
    client = as_user("staff")
    for number in range(3):
        if number:
            second(world)
        with django_assert_max_num_queries(12):
            client.get("/stations/rota/notices/")


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("head", 200),
        ("liaison", 200),
        ("township", 200),
        ("staff", 200),
        ("deputy", 403),
        ("outsider", 404),
        ("agency", 404),
    ],
)
def test_who_opens_the_page_of_a_day(world, as_user, day, name, status):
    assert as_user(name).get(f"/stations/rota/{day.pk}/notice/").status_code == status


def test_it_is_sent_out_early_and_taken_down(world, as_user, day):
    client, address = as_user("liaison"), f"/stations/rota/{day.pk}/notice/"
    assert "还不能发" in text(client.post(f"{address}issue/", follow=True))
    cleared(world, day)
    assert "群众现在看得到" in text(client.post(f"{address}issue/", follow=True))
    assert as_user("township").post(f"{address}issue/").status_code == 403
    assert "张守信" in text(as_user(None).get(public(world)))
    assert client.post(f"{address}withdraw/", {"note": ""}).status_code == 422
    assert client.post(f"{address}withdraw/", {"note": "地点写错了"}).status_code == 302
    assert "张守信" not in text(as_user(None).get(public(world)))


def test_the_poster_and_the_text_to_copy(world, as_user, day, settings):
    settings.PUBLIC_URL = "https://dbllz.example.gov.cn"
    world.deputy.phone = PHONE
    world.deputy.save()
    issue_notice(cleared(world, day), actor=world["head"])
    code = PublicCode.objects.create(station=world.station, issued_by=world["staff"])
    page = as_user("liaison").get(f"/stations/rota/{day.pk}/notice/")
    assert page.context["address"] == f"https://dbllz.example.gov.cn/p/c/{code.token}/"
    assert "复制公告文字" in text(page)
    assert PHONE not in text(page)
    assert as_user(None).get(f"/p/c/{code.token}/").status_code == 200  # the code leads somewhere


def test_residents_read_time_place_and_who_and_no_mark_of_a_replacement(world, as_user, day):
    visitor = as_user(None)
    assert "近期还没有接待公告" in text(visitor.get(public(world)))
    issue_notice(cleared(world, day), actor=world["head"])
    assign_deputies(day, [member(world, "李秀英", "county")], actor=world["head"])
    page = text(visitor.get(public(world)))
    assert "李秀英" in page
    assert "县（区）人大代表" in page
    assert "张守信" not in page
    assert "替" not in page
    assert "12345" in page
    assert "公告以后换过代表" in text(as_user("liaison").get(f"/stations/rota/{day.pk}/notice/"))


def test_a_cancelled_day_reads_so_and_the_switch_takes_it_down(world, as_user, day):
    issue_notice(cleared(world, day), actor=world["head"])
    day.refresh_from_db()
    cancel_slot(day, actor=world["head"], note="内部原因不公开")
    page = as_user(None).get(public(world))
    assert "的接待取消" in text(page)
    assert "内部原因" not in text(page)
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    SideClosure.objects.create(region=world.town, closed_by=world["staff"], reason="检修")
    assert as_user(None).get(public(world)).status_code == 503


def test_the_township_sees_what_is_late(world, as_user, day):
    assert notices.late_days(world["township"], timezone.localdate()) == [day]
    client = as_user("township")
    assert "接待公告迟了" in text(client.get("/"))
    page = text(client.get("/stations/rota/?notice=late"))
    assert "公告迟了：等另一位同志审核" in page
    assert "公告迟了的接待日" in page


def test_the_queries_of_the_list_do_not_grow(world, as_user, day, django_assert_max_num_queries):
    client = as_user("township")
    with django_assert_max_num_queries(30) as one:
        client.get("/stations/rota/")
    for number in (9, 16, 23):
        issue_notice(cleared(world, slot(world, days=number, actor="liaison")), actor=None)
    with django_assert_max_num_queries(len(one.captured_queries)):
        client.get("/stations/rota/")
