"""The pages of the monthly ledger: download, hand in, the form of the county, the text that was read."""

import io
from datetime import date, time

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from accounts.models import AuditEntry
from stations.forms.ledger import months_back
from stations.models import LedgerLayout, MonthlyReport, Station
from stations.reports.ledger import KINDS
from stations.workflow import record_reception
from stations.workflow.ledger import hand_in
from tests.stations.making import NAME, PHONE, visit
from tests.stations.test_figures import second_station

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_user(client, world):
    def signed_in(name):
        client.force_login(world[name])
        return client

    return signed_in


@pytest.fixture
def last_month(world):
    """A visit in the month before this, and the month as addresses have it."""
    month = timezone.localdate().replace(day=1)
    month = (month.replace(year=month.year - 1, month=12) if month.month == 1 else month.replace(month=month.month - 1))
    made = record_reception(
        world.station, held_on=month, started_at=time(9, 20), deputies=[world.deputy], actor=world["head"]
    )
    visit(world, "station", reception=made, words=(f"我是{NAME}，电话{PHONE}，井盖松了。",))
    return month


def sheet(answer):
    return [list(row) for row in load_workbook(io.BytesIO(answer.content)).active.values]


@pytest.mark.parametrize("name", ["head", "township", "staff", "leader"])
def test_the_month_is_downloaded_and_logged(world, as_user, last_month, name):
    answer = as_user(name).get(f"/stations/ledger/file/?month={last_month:%Y-%m}&station={world.station.pk}")
    title, head, row = sheet(answer)
    assert title[0].startswith(f"庆祖镇人大代表联络站{last_month.year}年")
    assert (head[6], "井盖松了" in row[6], NAME in row[6], PHONE in row[6]) == ("内容", True, False, False)
    assert AuditEntry.objects.get(action="导出").detail == "1 条"


def test_a_township_and_a_county_name_the_station(world, as_user, last_month):
    second_station(world)
    asked = f"/stations/ledger/file/?month={last_month:%Y-%m}"
    assert sheet(as_user("staff").get(asked))[1][1] == "联络站"
    assert sheet(as_user("staff").get(asked))[0][0].startswith("濮阳市")
    one = sheet(as_user("staff").get(f"{asked}&region={world.town.pk}"))
    assert (one[0][0][:3], one[1][1]) == ("庆祖镇", "收集时间")


def test_it_is_handed_in_on_the_page(world, as_user, last_month):
    client, asked = as_user("head"), f"/stations/ledger/?station={world.station.pk}&month={last_month:%Y-%m}"
    assert "报送本月台账" in client.get(asked).content.decode()
    assert f"报送{last_month.month}月台账" in client.get("/").content.decode()
    address = f"/stations/ledger/{world.station.pk}/hand-in/"
    done = client.post(address, {"month": f"{last_month:%Y-%m}"}, follow=True).content.decode()
    assert "的台账已报送" in done
    again = client.post(address, {"month": f"{last_month:%Y-%m}"}, follow=True).content.decode()
    assert "已经报送过" in again
    report = MonthlyReport.objects.get()
    frozen = client.get(f"/stations/ledger/reports/{report.pk}/file/")
    assert frozen["Content-Disposition"].startswith("attachment")
    assert f"报送{last_month.month}月台账" not in client.get("/").content.decode()


def test_this_month_waits(world, as_user):
    client, today = as_user("head"), timezone.localdate()
    page = client.get(f"/stations/ledger/?month={today:%Y-%m}").content.decode()
    assert "过完了再报送" in page
    refused = client.post(f"/stations/ledger/{world.station.pk}/hand-in/", {"month": f"{today:%Y-%m}"}, follow=True)
    assert "还没有过完" in refused.content.decode()


def test_corrections_stand_on_the_page(world, as_user, last_month):
    hand_in(world.station, last_month, actor=world["head"])
    visit(world, reception=world.station.receptions.get(), words=("补录的一件。",))
    for name in ("head", "staff"):
        page = as_user(name).get(f"/stations/ledger/?station={world.station.pk}&month={last_month:%Y-%m}")
        assert '<b class="fw-6">补录</b>：补录的一件。' in page.content.decode()


def test_the_county_sees_who_has_handed_in(world, as_user, last_month, django_assert_max_num_queries):
    second_station(world)
    hand_in(world.station, last_month, actor=world["head"])
    client = as_user("staff")
    for number in (2, 4):
        while Station.objects.count() < number:
            second_station(world, f"第{Station.objects.count()}村")
        with django_assert_max_num_queries(16):
            page = client.get(f"/stations/ledger/?month={last_month:%Y-%m}").content.decode()
        assert f"{number} 个站，报送了 1 个" in page
    assert "不排名" in page


def test_who_may_not(world, as_user, last_month):
    report = hand_in(world.station, last_month, actor=world["head"])
    for name, status in (("township", 403), ("staff", 403), ("outsider", 404), ("agency", 404)):
        client = as_user(name)
        assert client.post(f"/stations/ledger/{world.station.pk}/hand-in/", {}).status_code == status
        seen = 404 if status == 404 else 200
        assert client.get(f"/stations/ledger/reports/{report.pk}/file/").status_code == seen
        assert client.get(f"/stations/ledger/{world.station.pk}/text/").status_code == seen
    for name in ("deputy", "agency", "sysadmin"):
        assert as_user(name).get("/stations/ledger/").status_code == 404
        assert as_user(name).get("/stations/ledger/file/").status_code == 404
    assert as_user("head").get("/stations/ledger/layout/").status_code == 403
    assert as_user("agency").get("/stations/ledger/layout/").status_code == 404


@pytest.mark.parametrize("query", ["month=上月&station=x&region=y", "month=1999-01", "station=99999"])
def test_strange_questions_break_nothing(world, as_user, query):
    assert as_user("head").get(f"/stations/ledger/?{query}").status_code == 200
    assert as_user("head").get(f"/stations/ledger/file/?{query}").status_code == 200


def form(**changes):
    facts = {"version": "0", "title": "{地方}{年}年{月}月台账"}
    for number, kind in enumerate(KINDS[:3], start=1):
        facts |= {f"on_{kind.key}": "on", f"order_{kind.key}": str(number), f"heading_{kind.key}": kind.word}
        facts |= {f"width_{kind.key}": "10"}
    return facts | changes


def test_the_form_is_looked_at_before_it_is_kept(world, as_user, last_month):
    client = as_user("staff")
    typed = form(heading_heard_on="登记日期", order_heard_on="9", preview="1")
    page = client.post("/stations/ledger/layout/", typed)
    assert [column.heading for column in page.context["columns"]] == ["序号", "渠道", "登记日期"]
    assert "接待选民" in page.content.decode()
    assert not LedgerLayout.objects.exists()
    del typed["preview"]
    assert client.post("/stations/ledger/layout/", typed).status_code == 302
    assert [one["heading"] for one in LedgerLayout.objects.get().columns] == ["序号", "渠道", "登记日期"]
    assert client.post("/stations/ledger/layout/", typed).status_code == 409
    head = sheet(client.get(f"/stations/ledger/file/?month={last_month:%Y-%m}&station={world.station.pk}"))[1]
    assert head == ["序号", "渠道", "登记日期"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"title": ""}, "这一项要填"),
        ({"order_number": "第一"}, "顺序写 1 到 99"),
        ({"heading_number": ""}, "要写列名"),
        ({"width_number": "99"}, "宽度写 4 到 60"),
        ({"title": "{日}"}, "不认识 {日}"),
    ],
)
def test_a_wrong_form_keeps_what_was_typed(world, as_user, changes, said):
    answer = as_user("staff").post("/stations/ledger/layout/", form(heading_channel="来源", **changes))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert 'value="来源"' in answer.content.decode()


def test_the_text_is_read_before_it_is_copied(world, as_user, last_month):
    client, address = as_user("head"), f"/stations/ledger/{world.station.pk}/text/"
    first = client.get(f"{address}?month={last_month:%Y-%m}")
    text = first.context["form"].initial["text"]
    assert "井盖松了" in text
    assert (NAME in text, PHONE in text, "data-copy" in first.content.decode()) == (False, False, False)
    sent = {"month": f"{last_month:%Y-%m}", "text": text}
    unread = client.post(address, sent)
    assert (unread.status_code, "请先看一遍" in unread.content.decode()) == (422, True)
    read = client.post(address, sent | {"is_read": "on", "text": text.replace("\n", "\r\n")})
    assert 'data-copy="#out-text"' in read.content.decode()
    assert AuditEntry.objects.get(action="导出").detail.endswith("已看过")


def test_what_was_typed_in_again_is_hidden_again(world, as_user, last_month):
    sent = {"month": f"{last_month:%Y-%m}", "text": f"{NAME}说的，电话{PHONE}", "is_read": "on"}
    answer = as_user("head").post(f"/stations/ledger/{world.station.pk}/text/", sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "已经替您遮住" in page
    assert (NAME in page, PHONE in page, "data-copy" in page) == (False, False, False)


def test_the_span_of_months_is_two_years():
    found = months_back(date(2024, 3, 9))
    assert (found[0], found[3], len(found)) == (date(2024, 3, 1), date(2023, 12, 1), 24)
