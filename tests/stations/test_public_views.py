"""What residents read: a published page, a plain one before, one polite page when the side is down; never a number of a person."""

import pytest
from django.utils import timezone

from deputies.actions import record_duty
from deputies.models import Deputy, GroupMember, Mandate
from liaison_portal.public_urls import urlpatterns
from stations import workflow
from stations.choices import ReviewPoint
from stations.models import PublicCode, Station
from tests.stations.making import crowd, slot

pytestmark = pytest.mark.django_db
PHONE = "13800009999"


def publish(world, target, text=""):
    review = workflow.propose_page(target, introduction=text, actor=world["liaison"])
    workflow.pass_review(review, checked=ReviewPoint.values, actor=world["office"])
    return review.page


def code_of(target):
    return workflow.issue_code(target, actor=None).token


@pytest.fixture
def shown(world):
    """A deputy and a station with pages that are public, a reception day to come and one duty of the year."""
    Deputy.objects.filter(pk=world.deputy.pk).update(phone=PHONE)
    Mandate.objects.update(constituency="第三选区")
    facts = {"on": timezone.localdate(), "title": "接待王大娘", "source_key": "x:1", "entered_by": None}
    record_duty(world.deputy, kind="reception", **facts)
    slot(world)
    world.token, world.station_token = code_of(world.deputy), code_of(world.station)
    world.page = publish(world, world.deputy, "种了三十年小麦。")
    world.station_page = publish(world, world.station, "站里有茶水和老花镜。")
    return world


def read(client, path, status=200):
    response = client.get(path)
    assert response.status_code == status
    return response.content.decode()


def test_a_published_deputy(client, shown):
    text = read(client, f"/p/c/{shown.token}/")
    for word in ("张守信代表", "濮阳县第十六届人民代表大会代表", "第三选区", "庆祖镇第1活动小组", "庆祖镇政府东 50 米", "种了三十年小麦。"):
        assert word in text
    assert "代表法第五十八条" in text
    assert "接待选民" in text
    assert "下一次接待" in text
    for word in (PHONE, "王大娘", "何秀英", "孙晓", "党支部书记"):
        assert word not in text


def test_a_published_station_leads_to_its_deputies(client, shown):
    text = read(client, f"/p/stations/{shown.station.pk}/")
    for word in ("站里有茶水和老花镜。", "站长 1 名", "接待代表：张守信", f"/p/c/{shown.token}/", "工作日 9:00 到 11:30"):
        assert word in text
    assert text.count("何秀英") == 0
    assert read(client, f"/p/c/{shown.station_token}/").count("庆祖镇第1活动小组") == 1


def test_before_it_is_published_only_doors_and_station(client, world):
    text = read(client, f"/p/c/{code_of(world.deputy)}/")
    assert "张守信" not in text
    assert "庆祖镇政府东 50 米" in text
    text = read(client, f"/p/c/{code_of(world.station)}/")
    assert "第1活动小组" not in text
    assert all(number in text for number in ("110", "119", "120", "12345"))


def test_a_page_taken_down_is_gone_at_once_and_the_name_with_it(client, shown):
    workflow.take_down(shown.page, reason="有人骚扰", actor=shown["office"])
    for path in (f"/p/c/{shown.token}/", f"/p/stations/{shown.station.pk}/", f"/p/c/{shown.station_token}/"):
        assert "张守信" not in read(client, path)


def test_a_suspended_deputy_leads_to_the_station(client, shown):
    Mandate.objects.update(status="suspended")
    text = read(client, f"/p/c/{shown.token}/")
    assert "现在不履行代表职务" in text
    assert "种了三十年小麦" not in text


def test_no_cookie_no_engine_no_script_and_asked_anew(client, shown):
    for path in (f"/p/c/{shown.token}/", f"/p/stations/{shown.station.pk}/", "/p/c/nothing/"):
        response = client.get(path)
        assert response["X-Robots-Tag"] == "noindex, nofollow"
        assert not response.cookies
        assert b"<script" not in response.content
    first = client.get(f"/p/c/{shown.token}/")
    assert first["Cache-Control"] == "private, no-cache"
    assert client.get(f"/p/c/{shown.token}/", headers={"if-none-match": first["ETag"]}).status_code == 304
    assert "Disallow: /" in read(client, "/robots.txt")


def test_large_type_is_kept_through_every_link(client, shown):
    import re

    for path in ("/p/", "/p/stations/", f"/p/c/{shown.token}/", f"/p/stations/{shown.station.pk}/", "/p/c/x/"):
        text = client.get(f"{path}?big=1").content.decode()
        assert '<body class="big">' in text
        links = re.findall(r'href="(/p/[^"]*)"', text)
        assert links
        assert all(link.endswith("?big=1") for link in links)


def test_who_runs_it_stands_at_the_foot(client, shown, settings):
    settings.ORGANISATION = "濮阳市人大常委会"
    settings.PUBLIC_RECORDS = {"联系方式": "0393-1", "ICP备案": "豫ICP备1号", "公安备案": "豫公网2", "网站标识码": "41"}
    text = read(client, f"/p/c/{shown.token}/")
    for word in ("主办单位：濮阳市人大常委会", "联系方式：0393-1", "ICP备案", "公安备案", "网站标识码", "适老版"):
        assert word in text


@pytest.mark.parametrize("number", [1, 3])
def test_few_questions_however_many_deputies(client, shown, number, django_assert_max_num_queries):
    for deputy in crowd(shown, number):
        GroupMember.objects.create(group=shown.group, deputy=deputy, joined_on=timezone.localdate())
        Mandate.objects.create(
            deputy=deputy, level="county", term=16, region=shown.county, started_on=timezone.localdate()
        )
    with django_assert_max_num_queries(18):
        client.get(f"/p/stations/{shown.station.pk}/")
    with django_assert_max_num_queries(17):
        client.get(f"/p/c/{shown.token}/")


# --- the switch ---------------------------------------------------------------------------------
def addresses(world):
    values = {"token": world.token, "station": world.station.pk, "speech": 1, "notice": 1}
    return ["/p/" + re_path(pattern, values) for pattern in urlpatterns]


def re_path(pattern, values):
    route = str(pattern.pattern)
    for kind, name in (("str", "token"), ("int", "station"), ("int", "speech"), ("int", "notice")):
        route = route.replace(f"<{kind}:{name}>", str(values[name]))
    return route


def test_one_switch_answers_every_address_with_one_polite_page(client, shown):
    workflow.close_side(None, reason="夜里被篡改", actor=shown["sysadmin"])
    for path in addresses(shown):
        response = client.get(path)
        assert response.status_code == 503, path
        assert response["Retry-After"] == "3600"
        assert response["Cache-Control"] == "no-store"
        assert "12345" in response.content.decode()
        assert "夜里被篡改" not in response.content.decode()


def test_the_place_alone_and_up_again(client, shown):
    closure = workflow.close_side(shown.county, reason="核对中", actor=shown["staff"])
    assert client.get(f"/p/c/{shown.token}/").status_code == 503
    assert client.get("/p/").status_code == 503  # no other place has a station
    workflow.reopen_side(closure, reason="核对完", actor=shown["staff"])
    assert client.get(f"/p/c/{shown.token}/").status_code == 200


def test_another_place_stays_up(client, shown):
    workflow.close_side(shown.other_city, reason="核对中", actor=shown["outsider"])
    assert client.get(f"/p/c/{shown.token}/").status_code == 200
    assert "庆祖镇" in read(client, "/p/stations/")


def test_the_address_of_a_closed_station_is_lost(client, shown):
    unit = Station.objects.get(pk=shown.station.pk).unit
    type(unit).objects.filter(pk=unit.pk).update(is_active=False)
    read(client, f"/p/stations/{shown.station.pk}/", 404)
    assert PublicCode.objects.count() == 2
    assert "已经不用了" in read(client, f"/p/c/{shown.station_token}/")
