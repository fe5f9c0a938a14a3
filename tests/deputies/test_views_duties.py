"""The pages of the file: the deputy's year, one record, the queue, entries by hand, the settings."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from deputies.models import Deputy, DutyRecord, DutySetting, GroupMember, Mandate
from tests.deputies.filing import entered, fresh, in_status, led, seen
from tests.world import PERSONAS

pytestmark = pytest.mark.django_db
OVER = {"staff", "office", "leader", "township", "head", "liaison"}


def today_seen(world, **facts):
    return seen(world, on=timezone.localdate(), at=timezone.now(), **facts)


@pytest.mark.parametrize("name", [*PERSONAS, None])
def test_who_comes_in(world, as_user, name):
    record, client = seen(world), as_user(name)
    wanted = 302 if name is None else 404
    own = OVER | {"deputy"}
    pages = {
        f"/deputies/duties/{record.pk}/": own,
        f"/deputies/{world.deputy.pk}/file/": own,
        "/deputies/duties/": own | {"outsider"},
        "/deputies/settings/": {"staff"},
        f"/deputies/mandates/{Mandate.objects.get().pk}/": own,
    }
    for path, who in pages.items():
        refused = 403 if (name, path) == ("outsider", "/deputies/settings/") else wanted
        assert client.get(path).status_code == (200 if name in who else refused), path
        assert client.delete(path).status_code in (405, 302)


def test_a_fellow_of_the_group_reads_nothing_of_the_file(world, as_user):
    led(world)
    seen(world)
    client = as_user("leading")
    page = client.get(f"/deputies/{world.deputy.pk}/")
    assert page.status_code == 200
    assert "接待来访群众" not in page.content.decode()
    assert client.get(f"/deputies/{world.deputy.pk}/file/").status_code == 404


def test_the_year_stands_in_the_eight_parts_and_is_confirmed_as_a_whole(world, as_user):
    record, client = seen(world), as_user("deputy")
    text = client.get("/deputies/mine/duties/?year=2024").content.decode()
    for part in ("基本情况", "会议", "视察调研", "学习培训", "小组活动和联系群众", "议案和建议", "向选民述职", "奖惩和其他"):
        assert part in text
    assert "有 1 条是别人替您记的" in text
    client.post("/deputies/mine/duties/confirm/", {"year": 2024})
    assert fresh(record).confirmed_at is not None
    assert "有 1 条是别人替您记的" not in client.get("/deputies/mine/duties/?year=2024").content.decode()
    assert client.post("/deputies/mine/duties/confirm/", {"year": "x"}).status_code == 404
    assert client.get("/deputies/mine/duties/?year=nonsense").context["year"] == 2024


def test_an_objection_travels_to_its_decision(world, as_user):
    record = today_seen(world)
    client, address = as_user("deputy"), f"/deputies/duties/{record.pk}/"
    wrong = client.post(f"{address}object/", {"ground": "not_mine", "words": ""})
    assert wrong.status_code == 422
    assert "请写一句话" in wrong.content.decode()
    assert client.post(f"{address}object/", {"ground": "not_mine", "words": "那天我在外地"}).status_code == 302
    assert client.post(f"{address}object/", {"ground": "not_mine", "words": "再说一遍"}).status_code == 422
    head = as_user("head")
    assert "那天我在外地" in head.get("/deputies/duties/").content.decode() or record.title in head.get("/deputies/duties/").content.decode()
    assert head.post(f"{address}decide/", {"outcome": "removed", "answer": "签到表上没有您"}).status_code == 302
    assert "签到表上没有您" in client.get(address).content.decode()
    assert fresh(record).status == "removed"


def test_an_entry_sent_ten_times_is_one(world, as_user):
    client, address = as_user("deputy"), f"/deputies/{world.deputy.pk}/duties/new/"
    data = {"kind": "mediation", "on": f"{timezone.localdate():%Y-%m-%d}", "title": "调解两户纠纷", "client_id": str(uuid4())}
    for _ in range(10):
        assert client.post(address, data).status_code == 302
    assert DutyRecord.objects.get().status == "waiting"
    kept = client.post(address, {**data, "on": "明天", "client_id": str(uuid4())})
    assert kept.status_code == 422
    assert "日期请写成" in kept.content.decode()
    assert "调解两户纠纷" in kept.content.decode()


@pytest.mark.parametrize("name", PERSONAS)
def test_who_enters_for_the_deputy(world, as_user, name):
    status = as_user(name).get(f"/deputies/{world.deputy.pk}/duties/new/").status_code
    wanted = {"staff", "township", "head", "liaison", "deputy"}
    assert status == (200 if name in wanted else 403 if name in {"office", "leader"} else 404)


def test_the_queue_is_worked_off_and_a_second_hand_is_told(world, as_user):
    record, client = entered(world), as_user("staff")
    address = f"/deputies/duties/{record.pk}/"
    assert "审核通过" in client.get(address).content.decode()
    assert client.post(f"{address}audit/0/", {"note": ""}).status_code == 422
    assert client.post(f"{address}audit/1/").status_code == 302
    again = client.post(f"{address}audit/1/", follow=True).content.decode()
    assert "现在的状态是“已记入”" in again
    assert as_user("head").post(f"{address}audit/1/").status_code == 403


def test_taken_back_by_the_deputy_before_the_audit(world, as_user):
    record = entered(world)
    address = f"/deputies/duties/{record.pk}/"
    assert "不是我做的，撤回" in as_user("deputy").get(address).content.decode()
    assert as_user("deputy").post(f"{address}take-back/").status_code == 302
    assert fresh(record).status == "withdrawn"


@pytest.mark.parametrize("path", ["/deputies/duties/", "/deputies/duties/?tab=all", "/deputies/{deputy}/file/?year=2024", "/deputies/mine/duties/?year=2024"])
def test_as_many_questions_for_three_as_for_one(world, as_user, path):
    client, counts = as_user("deputy" if "mine" in path else "staff"), []
    address = path.format(deputy=world.deputy.pk)
    for number in (1, 3):
        while DutyRecord.objects.count() < number * 2:
            entered(world, title=f"事{DutyRecord.objects.count()}")
            seen(world, key=f"x:{DutyRecord.objects.count()}")
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 16


def test_the_setting_says_the_rule_and_keeps_its_history(world, as_user):
    client = as_user("staff")
    page = client.get("/deputies/settings/").content.decode()
    assert "积分排名" in page
    assert "用的是默认设置" in page
    data = {"objection_days": 15, "group_first": "on"}
    assert client.post("/deputies/settings/", data).status_code == 302
    assert client.post("/deputies/settings/", {"objection_days": 0}).status_code == 422
    setting = DutySetting.objects.get(unit=world.congress)
    assert (setting.group_first, setting.objection_days, setting.scoring) == (True, 15, False)
    assert "异议天数改为15" in client.get("/deputies/settings/").content.decode()


def test_an_end_is_entered_refused_and_taken_back_on_its_page(world, as_user):
    mandate, client = Mandate.objects.get(), as_user("staff")
    address = f"/deputies/mandates/{mandate.pk}/"
    data = {"ground": "resigned", "on": "2024年5月20日", "notice_no": "", "notice_on": "2024-05-25"}
    wrong = client.post(f"{address}end/", data)
    assert wrong.status_code == 422
    assert "2024年5月20日" in wrong.content.decode()
    assert client.post(f"{address}end/", {**data, "notice_no": "濮县人常公告〔2024〕2号"}).status_code == 302
    page = client.get(address).content.decode()
    assert "代表法第六十二条" in page
    assert "濮县人常公告〔2024〕2号" in page
    assert GroupMember.objects.get().left_on == date(2024, 5, 20)
    assert client.post(f"{address}correct/", {"reason": "录错了人"}).status_code == 302
    assert fresh(mandate).status == "active"
    assert as_user("head").post(f"{address}suspend/", data).status_code == 403
    assert client.post(f"{address}nonsense/", data).status_code == 404
    assert Deputy.objects.filter(pk=world.deputy.pk).exists()


def test_a_record_under_objection_says_whose_turn_it_is(world, as_user):
    record = in_status(world, "objected")
    page = as_user("staff").get(f"/deputies/duties/{record.pk}/").content.decode()
    assert "核对以后怎么处理" in page
    assert "处理以前这一条不计" in page
