"""Codes and public pages at work: who sees what, every button, what is refused, what is printed."""

import io

import pytest
import zxingcpp
from django.utils import timezone
from PIL import Image

from accounts.models import Notice
from deputies.models import Deputy, GroupMember, Mandate
from stations import workflow
from stations.choices import ReviewPoint
from stations.models import Event, PageReview, PosterJob, PublicCode, PublicPage, SideClosure
from tests.stations.making import crowd
from tests.world import PERSONAS

pytestmark = pytest.mark.django_db
SEES = {"staff", "office", "leader", "township", "head", "liaison"}


def where(world):
    return f"/stations/codes/deputies/{world.deputy.pk}/"


def post(client, url, do, **facts):
    return client.post(url, {"do": do, **facts})


@pytest.mark.parametrize("name", PERSONAS)
def test_who_sees_the_list_and_a_page(world, as_user, name):
    client, expected = as_user(name), 200 if name in SEES else 404
    outside = 200 if name == "outsider" else expected
    assert client.get("/stations/codes/").status_code == outside
    for url in (where(world), f"/stations/codes/stations/{world.station.pk}/"):
        assert client.get(url).status_code == expected


def test_issue_print_renew_revoke(world, as_user):
    client, url = as_user("liaison"), where(world)
    assert "还没有码" in client.get(url).content.decode()
    assert post(client, url, "issue").status_code == 302
    code = PublicCode.objects.get()
    assert f"/p/c/{code.token}/" in client.get(url).content.decode()
    assert post(client, url, "renew", code=code.pk, reason="海报被涂改").status_code == 302
    new = PublicCode.objects.current().get()
    assert post(client, url, "revoke", code=new.pk, reason="海报丢了").status_code == 302
    assert not PublicCode.objects.current().exists()
    assert "海报丢了" in client.get(url).content.decode()


def test_what_is_refused_comes_back_with_what_was_typed(world, as_user):
    client, url = as_user("head"), where(world)
    code = workflow.issue_code(world.deputy, actor=None)
    answer = post(client, url, "revoke", code=code.pk, reason="")
    assert answer.status_code == 422
    assert "这一项要填" in answer.content.decode()
    assert post(client, url, "issue").status_code == 422
    workflow.reissue_code(code, reason="别的页面换的", actor=None)
    answer = post(client, url, "renew", code=code.pk, reason="同时在换")
    assert answer.status_code == 409
    assert "同时在换" in answer.content.decode()
    assert post(client, url, "nonsense").status_code == 404


@pytest.mark.parametrize(("name", "status"), [("township", 403), ("office", 403), ("outsider", 404), ("deputy", 404)])
def test_nobody_else_issues(world, as_user, name, status):
    assert post(as_user(name), where(world), "issue").status_code == status
    assert not PublicCode.objects.exists()


def test_from_proposal_to_a_public_page(world, as_user):
    url = where(world)
    assert post(as_user("liaison"), url, "propose", introduction="种了三十年小麦。").status_code == 302
    assert {one.user.username for one in Notice.objects.select_related("user")} == {"staff", "office"}
    review = PageReview.objects.get()
    page = as_user("office").get(url).content.decode()
    assert "等保密审查" in page
    assert "checked>" not in page
    answer = post(as_user("office"), url, "pass", review=review.pk, checked=["words"], opinion="可以")
    assert answer.status_code == 422
    assert "都核对过才能公开" in answer.content.decode()
    facts = {"review": review.pk, "checked": ReviewPoint.values, "opinion": "可以公开"}
    assert post(as_user("office"), url, "pass", **facts).status_code == 302
    assert PublicPage.objects.get().status == "published"
    assert Notice.objects.filter(user=world["liaison"], label__contains="已经公开").exists()
    assert post(as_user("office"), url, "pass", **facts).status_code == 409
    assert post(as_user("head"), url, "down", reason="先撤下").status_code == 302
    assert PublicPage.objects.get().status == "down"


def test_the_proposer_finds_no_button_and_is_refused(world, as_user):
    review, client = workflow.propose_page(world.deputy, introduction="", actor=world["staff"]), as_user("staff")
    assert "要由另一位同事审查" in client.get(where(world)).content.decode()
    facts = {"review": review.pk, "checked": ReviewPoint.values, "opinion": "可以"}
    assert post(client, where(world), "pass", **facts).status_code == 403
    assert PageReview.objects.get().status == "waiting"


def test_refused_and_taken_back(world, as_user):
    url = where(world)
    review = workflow.propose_page(world.deputy, introduction="", actor=world["liaison"])
    assert post(as_user("office"), url, "refuse", review=review.pk, opinion="选区不对").status_code == 302
    assert "选区不对" in as_user("liaison").get(url).content.decode()
    review = workflow.propose_page(world.deputy, introduction="", actor=world["liaison"])
    assert post(as_user("liaison"), url, "withdraw", review=review.pk).status_code == 302


def test_the_reviewer_looks_before_it_is_public(world, as_user):
    workflow.propose_page(world.deputy, introduction="种了三十年小麦。", actor=world["liaison"])
    text = as_user("office").get(f"{where(world)}preview/").content.decode()
    assert "种了三十年小麦。" in text
    assert "这是预览" in text
    assert as_user("outsider").get(f"{where(world)}preview/").status_code == 404
    station = f"/stations/codes/stations/{world.station.pk}/preview/"
    assert "第1活动小组" in as_user("office").get(station).content.decode()


def test_waiting_reviews_stand_on_the_desk_of_others(world, as_user):
    workflow.propose_page(world.deputy, introduction="", actor=world["staff"])
    assert "保密审查：1 个公开页面" in as_user("office").get("/").content.decode()
    assert "保密审查：1" not in as_user("staff").get("/").content.decode()


def test_the_list_is_narrowed(world, as_user):
    client = as_user("staff")
    workflow.issue_code(world.deputy, actor=None)
    assert "张守信" in client.get("/stations/codes/?q=张守").content.decode()
    assert "没有这样的" in client.get("/stations/codes/?state=no-code").content.decode()
    assert "张守信" in client.get("/stations/codes/?state=closed").content.decode()
    assert "庆祖镇人大代表联络站" in client.get("/stations/codes/?kind=stations&q=庆祖").content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_few_questions_however_many_rows(world, as_user, number, django_assert_max_num_queries):
    for deputy in crowd(world, number):
        Mandate.objects.create(
            deputy=deputy, level="county", term=16, region=world.county, started_on=timezone.localdate()
        )
    client = as_user("staff")
    with django_assert_max_num_queries(16):
        client.get("/stations/codes/")


# --- pictures and paper ---------------------------------------------------------------------------
def test_a_deputy_sees_the_own_code_as_a_picture(world, as_user, settings):
    settings.PUBLIC_URL = "https://dbllz.example.gov.cn"
    client = as_user("deputy")
    assert "请联络站给我发码" in client.get("/stations/mine/").content.decode()
    assert client.post("/stations/mine/code/").status_code == 302
    code = workflow.issue_code(world.deputy, actor=None)
    page = client.get("/stations/mine/").content.decode()
    assert f"https://dbllz.example.gov.cn/p/c/{code.token}/" in page
    answer = client.get(f"/stations/codes/{code.pk}/picture.png")
    assert answer["Content-Type"] == "image/png"
    found = zxingcpp.read_barcodes(Image.open(io.BytesIO(answer.content)).convert("L"))
    assert [one.text for one in found] == [f"https://dbllz.example.gov.cn/p/c/{code.token}/"]
    other = workflow.issue_code(world.station, actor=None)
    assert client.get(f"/stations/codes/{other.pk}/picture.png").status_code == 404


def test_without_a_setting_the_host_that_was_asked(world, as_user):
    code = workflow.issue_code(world.deputy, actor=None)
    answer = as_user("head").get(f"/stations/codes/{code.pk}/picture.png", headers={"host": "localhost:8103"})
    found = zxingcpp.read_barcodes(Image.open(io.BytesIO(answer.content)).convert("L"))
    assert found[0].text == f"http://localhost:8103/p/c/{code.token}/"


def test_posters_of_one_and_of_a_station(world, as_user):
    client = as_user("head")
    assert client.get(f"/stations/codes/stations/{world.station.pk}/posters.pdf").status_code == 404
    assert client.post(f"/stations/codes/stations/{world.station.pk}/issue/").status_code == 302
    code = PublicCode.objects.get(deputy=world.deputy)
    urls = (f"/stations/codes/{code.pk}/poster.pdf", f"/stations/codes/stations/{world.station.pk}/posters.pdf?form=cards")
    for url in urls:
        answer = client.get(url)
        assert answer["Content-Type"] == "application/pdf"
        assert answer.content.startswith(b"%PDF")
    workflow.revoke_code(code, reason="丢了", actor=None)
    assert client.get(urls[0]).status_code == 404
    assert as_user("outsider").get(urls[1]).status_code == 404


def test_a_place_in_one_file(world, as_user, django_capture_on_commit_callbacks):
    client = as_user("staff")
    client.post(f"/stations/codes/places/{world.city.pk}/issue/")
    with django_capture_on_commit_callbacks(execute=True):
        facts = {"region": world.county.pk, "form": "cards", "scope": "all"}
        assert client.post("/stations/codes/posters/", facts).status_code == 302
    job = PosterJob.objects.get()
    assert "一共 2 张" in client.get("/stations/codes/posters/").content.decode()
    assert b"".join(client.get(f"/stations/codes/posters/{job.pk}/file/").streaming_content).startswith(b"%PDF")
    workflow.revoke_code(PublicCode.objects.get(deputy=world.deputy), reason="丢了", actor=None)
    assert "停用了 1 个码" in client.get("/stations/codes/posters/").content.decode()
    assert as_user("head").get("/stations/codes/posters/").status_code == 404
    assert as_user("outsider").get(f"/stations/codes/posters/{job.pk}/file/").status_code == 404


def test_a_place_of_others_is_not_offered(world, as_user):
    facts = {"region": world.other_city.pk, "form": "a4", "scope": "all"}
    assert as_user("staff").post("/stations/codes/posters/", facts).status_code == 422
    assert as_user("staff").post(f"/stations/codes/places/{world.other_city.pk}/issue/").status_code == 404


# --- the switch -----------------------------------------------------------------------------------
@pytest.mark.parametrize("name", PERSONAS)
def test_who_finds_the_switch(world, as_user, name):
    expected = 200 if name in {"staff", "office", "sysadmin", "outsider"} else 404
    assert as_user(name).get("/stations/codes/side/").status_code == expected


def test_down_and_up_again(world, as_user):
    office, url = as_user("office"), "/stations/codes/side/"
    facts = {"side": world.city.pk, "do": "close"}
    assert office.post(url, {**facts, "reason": ""}).status_code == 422
    assert office.post(url, {**facts, "reason": "被篡改"}).status_code == 302
    assert as_user(None).get("/p/").status_code == 503
    assert office.post(url, {**facts, "reason": "再关一次"}).status_code == 422
    assert office.post(url, {"side": world.city.pk, "do": "open", "reason": "查清了"}).status_code == 302
    assert as_user(None).get("/p/").status_code == 200
    assert office.post(url, {"side": "all", "do": "close", "reason": "全关"}).status_code == 403
    assert as_user("sysadmin").post(url, {"side": "all", "do": "close", "reason": "夜里"}).status_code == 302
    assert "由系统管理员恢复" in office.get(url).content.decode()
    assert Event.objects.filter(closure__isnull=False).count() == SideClosure.objects.count() + 1


def test_a_deputy_out_of_the_group_is_none_of_the_stations(world, as_user):
    GroupMember.objects.update(left_on=timezone.localdate())
    assert as_user("head").get(where(world)).status_code == 404
    assert as_user("staff").get(where(world)).status_code == 200
    assert Deputy.objects.exists()
