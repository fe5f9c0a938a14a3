"""The pages of schemes, rounds, sheets and points; none of them is there while the switch is off."""

import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from accounts.models import AuditEntry
from deputies.models import Deputy, DutySetting, ScoreBatch, ScoreScheme, ScoreSheet
from deputies.scoring import FORM
from deputies.workflow import batches
from tests.deputies.filing import NOW, fresh, led, seen, settings
from tests.deputies.test_batches import HALF, MAXIMA, UNTIL, in_use, opened, rated, told
from tests.world import PERSONAS

pytestmark = pytest.mark.django_db
STAFF_PAGES = ("/deputies/schemes/", "/deputies/batches/")


@pytest.mark.parametrize("name", PERSONAS)
def test_off_no_page_shows_a_point(world, as_user, name):
    sheet = told(world)
    DutySetting.objects.update(scoring=False)
    client = as_user(name)
    pages = [*STAFF_PAGES, sheet.batch.get_absolute_url(), sheet.get_absolute_url(), "/deputies/mine/points/?year=2024"]
    for path in (*pages, f"/deputies/schemes/{sheet.batch.scheme_id}/"):
        assert client.get(path).status_code in {404, 403 if name == "outsider" else 404}, path
    for path in ("/", "/deputies/mine/duties/?year=2024", "/deputies/duties/", f"/deputies/{world.deputy.pk}/file/", "/deputies/sheets/"):
        text = client.get(path).content.decode()
        assert "履职计分" not in text
        assert "年度评定" not in text


@pytest.mark.parametrize("name", PERSONAS)
def test_on_who_comes_in(world, as_user, name):
    sheet, client = opened(world), as_user(name)
    refused = 403 if name == "outsider" else 404
    for path in (*STAFF_PAGES, sheet.batch.get_absolute_url(), f"/deputies/schemes/{sheet.batch.scheme_id}/"):
        assert client.get(path).status_code == (200 if name == "staff" else refused), path
    assert client.get(sheet.get_absolute_url()).status_code == (200 if name in {"staff", "deputy", "township"} else 404)
    assert client.get("/deputies/mine/points/?year=2024").status_code == (200 if name == "deputy" else 404)
    assert client.get("/deputies/sheets/").status_code == (200 if name in {"staff", "deputy", "township"} else 404)


def test_a_scheme_is_drafted_changed_and_put_in_use(world, as_user):
    settings(world, scoring=True)
    client = as_user("staff")
    assert client.post("/deputies/schemes/", {"year": "明年"}).status_code == 422
    made = client.post("/deputies/schemes/", {"year": 2024}, follow=True).content.decode()
    assert "各项上限合计 100" in made
    scheme = ScoreScheme.objects.get()
    home, row = f"/deputies/schemes/{scheme.pk}/", scheme.rules.get(name="提出议案、建议")
    page = client.get(f"{home}rules/{row.pk}/")
    assert page.context["form"].initial["kind1"] == "cosign"
    data = {"name": "提出议案、建议", "kinds": ["bill"], "first": "6", "each_more": "2", "cap": "9", "kind1": "cosign", "first1": "1", "more1": "1", "cap1": "12"}
    wrong = client.post(f"{home}rules/{row.pk}/", data)
    assert wrong.status_code == 422
    assert "另行计分的上限不能超过" in wrong.content.decode()
    assert client.post(f"{home}rules/{row.pk}/", {**data, "cap1": ""}).status_code == 422
    assert client.post(f"{home}rules/{row.pk}/", {**data, "cap1": "4"}).status_code == 302
    assert "各项上限合计 99" in client.get(home).content.decode()
    client.post(f"{home}activate/")
    assert fresh(scheme).status == "active"
    assert "加一项" not in client.get(home).content.decode()
    client.post(f"{home}copy/", {"year": 2025})
    assert ScoreScheme.objects.get(year=2025).status == "draft"


def test_a_round_from_its_opening_to_an_answer(world, as_user):
    in_use(world, year=timezone.localdate().year)
    client = as_user("staff")
    data = {"year": timezone.localdate().year, "region": world.town.pk, **MAXIMA}
    assert client.post("/deputies/batches/", {**data, "region": world.other_town.pk}).status_code == 422
    assert client.post("/deputies/batches/", data).status_code == 302
    assert client.post("/deputies/batches/", data).status_code == 422
    sheet = ScoreSheet.objects.get()
    address, deputy = sheet.get_absolute_url(), as_user("deputy")
    above = deputy.post(f"{address}rate/", {"rater": "self", **HALF, "bills": 21})
    assert above.status_code == 422
    assert "最高 20 分" in above.content.decode()
    assert deputy.post(f"{address}rate/", {"rater": "self", **HALF}).status_code == 302
    assert deputy.post(f"{address}rate/", {"rater": "self", **HALF}).status_code == 422
    for rater in ("group", "township", "committee"):
        assert client.post(f"{address}rate/", {"rater": rater, **HALF}).status_code == 302
    assert fresh(sheet).status == "done"
    assert "按纸质表代录" in client.get(address).content.decode()


def test_the_result_is_the_deputys_own_and_every_point_is_told(world, as_user):
    record = seen(world)
    sheet = told(world)
    text = as_user("deputy").get(sheet.get_absolute_url()).content.decode()
    assert "第 1 次，按规则 4 分，记" in text
    assert f"/deputies/duties/{record.pk}/" in text
    points = as_user("deputy").get("/deputies/mine/points/?year=2024").content.decode()
    assert "第 1 次，按规则 4 分" in points
    assert "平均" not in points
    for other in ("leading", "township"):
        page = as_user(other).get(sheet.get_absolute_url()).content.decode()
        assert "履职记录计分" not in page
        assert "代表自评" not in page


def test_an_appeal_is_answered_once(world, as_user):
    sheet = told(world)
    ScoreBatch.objects.update(appeal_until=timezone.localdate())
    address, deputy, staff = sheet.get_absolute_url(), as_user("deputy"), as_user("staff")
    assert deputy.post(f"{address}appeal/", {"words": ""}).status_code == 422
    assert deputy.post(f"{address}appeal/", {"words": "少了一次接待"}).status_code == 302
    assert "等处理" in staff.get(f"{sheet.batch.get_absolute_url()}?tab=appeals").content.decode()
    assert as_user("township").post(f"{address}answer/", {}).status_code == 403
    decided = {"outcome": "kept", "answer": "核对过，那次没有登记"}
    assert staff.post(f"{address}answer/", decided).status_code == 302
    assert staff.post(f"{address}answer/", decided).status_code == 422
    assert "那次没有登记" in deputy.get(address).content.decode()


def test_what_goes_out_is_in_official_order_and_logged(world, as_user):
    sheet = told(world)
    answer = as_user("staff").get(f"{sheet.batch.get_absolute_url()}export.xlsx")
    rows = list(load_workbook(io.BytesIO(answer.content)).active.values)
    assert [row[1] for row in rows[2:]] == ["张守信", "组长王"]
    assert rows[2][4:8] == (sum(HALF.values()),) * 4
    assert AuditEntry.objects.filter(action="导出", target=str(sheet.batch)).exists()
    assert as_user("township").get(f"{sheet.batch.get_absolute_url()}export.xlsx").status_code == 404


def test_a_round_is_closed_with_a_tick_that_names_how_many_are_not_rated(world, as_user):
    sheet = opened(world)
    batches.tell(sheet.batch, appeal_until=UNTIL, actor=world["staff"], at=NOW)
    client, address = as_user("staff"), sheet.batch.get_absolute_url()
    page = client.get(address).content.decode()
    assert "还有 1 人没评齐" in page
    assert "我知道这 1 人定稿后写明“没评齐”，不作结果" in page
    for sent, words in (({}, "还有 1 人没评齐。确实要结束的，请勾选确认。"), ({"sure": "2"}, "没评齐的人数变了，现在是 1 人")):
        answer = client.post(f"{address}close/", sent)
        assert (answer.status_code, words in answer.content.decode()) == (422, True)
    assert as_user("township").post(f"{address}close/", {"sure": "1"}).status_code == 404
    assert client.post(f"{address}close/", {"sure": "1"}).status_code == 302
    assert "1 人没评齐，不作结果" in client.get(address).content.decode()


@pytest.mark.parametrize("path", [*STAFF_PAGES, "/deputies/sheets/", "batch"])
def test_as_many_questions_for_three_as_for_one(world, as_user, path):
    led(world)
    sheet, client, counts = rated(world, opened(world)), as_user("staff"), []
    address = sheet.batch.get_absolute_url() if path == "batch" else path
    for number in (1, 3):
        for more in range(number):
            made = Deputy.objects.create(name=f"代表{number}{more}", home_region=world.town)
            ScoreSheet.objects.create(batch=sheet.batch, deputy=made)
            ScoreScheme.objects.create(unit=world.congress, year=2020 + more, name="旧办法")
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 24


def test_the_form_of_the_marks_names_every_column(world, as_user):
    sheet = opened(world)
    text = as_user("deputy").get(sheet.get_absolute_url()).content.decode()
    assert all(name in text for _, _, name, _ in FORM)
    assert as_user("township").get("/deputies/sheets/").content.decode().count("等您评：乡镇（街道）评定") == 1
