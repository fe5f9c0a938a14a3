"""The pages of a paper register: upload, row after row, finish; what is wrong keeps what was typed."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from common.templatetags.portal import cn_datetime
from common.text import cn_date
from stations.models import Attachment, PaperRegister, Reception, Visit
from tests.stations.making import HELD_ON, NAME, PHONE, reception, slot, typed, visit
from tests.stations.test_paper import PNG, paper

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_user(client, world):
    def signed_in(name):
        client.force_login(world[name])
        return client

    return signed_in


def file(mark=b"", name="登记表.png", data=PNG):
    return SimpleUploadedFile(name, data + mark)


def sent(world, **changes):
    facts = typed(world, **changes)
    return {name: facts[name] for name in ("station", "held_on", "started_at", "deputies")} | {"photos": [file()]}


def row(world, **changes):
    return typed(world, **changes)


def test_several_photos_make_a_reception_at_once(world, as_user):
    client = as_user("head")
    answer = client.post("/stations/registers/new/", sent(world) | {"photos": [file(b"1"), file(b"2")]}, follow=True)
    made = PaperRegister.objects.get()
    assert answer.redirect_chain[-1][0] == made.get_absolute_url()
    assert (Reception.objects.get().held_on, Attachment.objects.count()) == (HELD_ON, 2)
    assert "照片存好了" in answer.content.decode()


@pytest.mark.parametrize(
    ("photos", "said"),
    [
        ([], "请先选择文件"),
        ([b"MZ\x90\x00"], "可能改过扩展名"),
        ([b""], "这个文件是空的"),
    ],
)
def test_what_is_no_photo_is_refused_and_nothing_kept(world, as_user, photos, said):
    files = [file(name="坏的.jpg", data=data) for data in photos]
    answer = as_user("head").post("/stations/registers/new/", sent(world) | {"photos": files})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Reception.objects.exists()


def test_one_bad_photo_among_several_is_named(world, as_user):
    files = [file(), file(name="病毒.jpg", data=b"MZ\x90\x00")]
    answer = as_user("head").post("/stations/registers/new/", sent(world) | {"photos": files})
    assert "“病毒.jpg”：" in answer.content.decode()
    assert not Attachment.objects.exists()


def test_too_many_at_once(world, as_user):
    files = [file(str(n).encode()) for n in range(21)]
    answer = as_user("head").post("/stations/registers/new/", sent(world) | {"photos": files})
    assert "一次最多传 20 个文件" in answer.content.decode()


def test_the_upload_starts_from_the_rota(world, as_user):
    made = slot(world, days=0)
    page = as_user("head").get(f"/stations/registers/new/?slot={made.pk}").content.decode()
    assert f'value="{cn_date(made.date)}"' in page
    assert f'value="{world.deputy.pk}" checked' in page


def test_a_row_is_saved_and_the_next_one_begins(world, as_user):
    made, client = paper(world), as_user("head")
    answer = client.post(made.get_absolute_url(), row(world), follow=True)
    page = answer.content.decode()
    assert "存好了：吕**" in page
    assert "录第 2 行" in page
    assert (NAME in page, PHONE in page) == (False, False)
    assert Visit.objects.get().reception == made.reception


def test_a_row_sent_ten_times_is_one(world, as_user):
    made, client, facts = paper(world), as_user("head"), row(world, client_id=str(uuid4()))
    for _ in range(10):
        assert client.post(made.get_absolute_url(), facts).status_code == 302
    assert Visit.objects.count() == 1


@pytest.mark.parametrize(("name", "value", "said"), [("original", "", "照原话"), ("route", "", "六种"), ("phone", "1", "11 位")])
def test_a_wrong_row_keeps_what_was_typed(world, as_user, name, value, said):
    answer = as_user("head").post(paper(world).get_absolute_url(), row(world, **{name: value}))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert f'value="{NAME}"' in page
    assert not Visit.objects.exists()


def test_both_times_stand_on_the_page(world, as_user):
    page = as_user("head").get(paper(world).get_absolute_url()).content.decode()
    assert f"接待时间 {cn_date(HELD_ON)}" in page
    assert f"现在录入 {cn_datetime(timezone.now())[:5]}" in page
    assert "照片等了" in page


def test_a_row_of_a_register_cannot_be_sealed(world, as_user):
    as_user("head").post(paper(world).get_absolute_url(), row(world, sealed="on"))
    assert Visit.objects.get().visibility == "normal"


def test_it_is_finished_and_taken_up_again(world, as_user):
    made, client = paper(world), as_user("head")
    address = made.get_absolute_url()
    refused = client.post(f"{address}finish/", {"row_count": "2", "note": ""})
    assert refused.status_code == 422
    assert "登记表上 2 行，现在录了 0 行" in refused.content.decode()
    assert client.post(f"{address}finish/", {"row_count": "零"}).status_code == 422
    done = client.post(f"{address}finish/", {"row_count": "0"}, follow=True).content.decode()
    assert "录完了" in done
    assert "存这一行" not in done
    assert "可以接着录了" in client.post(f"{address}resume/", follow=True).content.decode()
    assert "现在的状态是“等着录”" in client.post(f"{address}resume/", follow=True).content.decode()


def test_more_photos_come_later(world, as_user):
    made, client = paper(world), as_user("head")
    assert client.post(f"{made.get_absolute_url()}photos/", {"photos": [file(b"x")]}).status_code == 302
    assert client.post(f"{made.get_absolute_url()}photos/", {}).status_code == 422
    assert made.reception.attachments.count() == 2


def test_who_may_not(world, as_user):
    address = paper(world).get_absolute_url()
    for name, status in (("staff", 403), ("township", 403), ("leader", 403), ("outsider", 404), ("agency", 404)):
        client = as_user(name)
        assert client.post(address, row(world)).status_code == status
        assert client.post(f"{address}finish/", {"row_count": "0"}).status_code == status
        assert client.get(address).status_code == (404 if status == 404 else 200)
    page = as_user("township").get(address).content.decode()
    assert "/stations/files/" not in page
    assert as_user("deputy").get("/stations/registers/").status_code == 404
    assert as_user("staff").get("/stations/registers/new/").status_code == 403
    assert as_user("head").get(f"{address}finish/").status_code == 405


def test_what_waits_is_shown_where_one_looks(world, as_user):
    made, client = paper(world), as_user("head")
    visit(world, reception=made.reception)
    for address in ("/", "/stations/registers/", f"/stations/{world.station.pk}/"):
        page = client.get(address).content.decode()
        assert made.get_absolute_url() in page, address
        assert "已录" in page
    assert made.get_absolute_url() not in client.get("/stations/registers/?tab=done").content.decode()
    assert made.get_absolute_url() in client.get(f"/stations/receptions/{made.reception_id}/").content.decode()


@pytest.mark.parametrize("address", ["/stations/registers/", "/stations/registers/{pk}/"])
def test_the_pages_ask_the_same_for_one_and_three(world, as_user, django_assert_max_num_queries, address):
    made = paper(world)
    client = as_user("head")
    for number in (1, 3):
        while PaperRegister.objects.count() < number:
            paper(world, made=reception(world, day=date(2024, 5, 1) + timedelta(days=PaperRegister.objects.count())))
        while made.reception.visits.count() < number:
            visit(world, reception=made.reception)
        with django_assert_max_num_queries(24):
            assert client.get(address.format(pk=made.pk)).status_code == 200
