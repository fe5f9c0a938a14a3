"""The form of a resident: no account, no cookie, no script needed."""

import re
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from accounts.models import Notice
from common import proof
from deputies.models import Mandate
from stations.models import Message, MessageFile, PublicCode
from tests.common.test_proof import answer
from tests.stations.messaging import WORDS, jpeg

pytestmark = pytest.mark.django_db


@pytest.fixture
def code(world):
    return PublicCode.objects.create(deputy=world.deputy)


def typed(**changes):
    """What the page sends, the sum solved."""
    facts = {"to": "deputy", "text": WORDS, "form_id": str(uuid4()), "name": "", "phone": "", "website": ""}
    return {**facts, "altcha": answer(proof.challenge(hardest=20)), **changes}


def post(code, data, **extra):
    return Client().post(f"/p/c/{code.token}/say/", data, **extra)


def said(response):
    return response.content.decode()


def test_it_is_offered_and_sets_no_cookie(code):
    page = Client().get(f"/p/c/{code.token}/")
    assert f"/p/c/{code.token}/say/" in said(page)
    form = Client().get(f"/p/c/{code.token}/say/")
    assert form.status_code == 200
    assert not form.cookies
    assert "noindex" in form["X-Robots-Tag"]
    for words in ("110", "119", "120", "12345", "诉讼、仲裁、举报、信访", "张守信代表", "谁用", "留多久"):
        assert words in said(form), words
    assert "checked" not in said(form)


def test_code_and_pin_are_shown_once_and_open_it(code):
    response = post(code, typed())
    made = Message.objects.get()
    assert (response.status_code, made.status, made.source) == (200, "open", code)
    pin = re.search(r"<dt>6 位密码</dt><dd[^>]*>(\d{3} \d{3})<", said(response))[1]
    assert made.shown_code in said(response)
    assert re.search(r"预计\d+月\d+日前答复（含当日）", said(response))
    shown = Client().post("/p/m/", {"code": made.shown_code, "pin": pin})
    assert WORDS in said(shown)


def test_the_same_form_ten_times(code):
    data = typed()
    pages = {re.search(r"<dd[^>]*>(\d{3} \d{3})<", said(post(code, data)))[1] for _ in range(10)}
    assert (Message.objects.count(), len(pages)) == (1, 1)


def test_a_changed_text_is_another_message(code):
    data = typed()
    post(code, data)
    post(code, {**data, "text": "还有一件：桥上的栏杆断了。"})
    assert Message.objects.count() == 2
    assert Message.objects.first().held_why == "proof"  # its sum had opened the first


def test_ten_thousand_characters_keep_every_one(code):
    text = "说" * 10_000
    response = post(code, typed(text=text))
    assert response.status_code == 422
    assert "最多写 5000 个字，现在有 10000 个字" in said(response)
    assert text in said(response)
    assert not Message.objects.exists()


def test_a_photo_is_drawn_anew(code):
    photo = SimpleUploadedFile("IMG_1.jpg", jpeg(exif=b"Exif\x00\x00II*\x00GPS-35.7"), "image/jpeg")
    post(code, typed(photo_1=photo))
    kept = MessageFile.objects.get()
    assert (kept.kind, kept.content_type) == ("photo", "image/jpeg")
    assert b"Exif" not in kept.file.read()


@pytest.mark.parametrize(
    ("field", "name", "data", "words"),
    [
        ("photo_1", "游戏.jpg", b"MZ\x90\x00" * 100, "“游戏.jpg”不是照片"),
        ("photo_2", "图.heic", b"\x00\x00\x00\x18ftypheic" + b"\x00" * 90, "HEIC"),
        ("voice", "歌.mp3", b"not a sound at all", "不是录音"),
        ("voice", "长.amr", b"#!AMR\n" + (b"\x3c" + b"\x00" * 31) * 4000, "有 80 秒，最长 60 秒"),
    ],
)
def test_a_wrong_file_is_refused_with_a_sentence_and_the_text_stays(code, field, name, data, words):
    response = post(code, typed(agree="on", **{field: SimpleUploadedFile(name, data)}))
    assert response.status_code == 422
    assert words in said(response)
    assert WORDS in said(response)
    assert f"请重新选一次：“{name}”" in said(response)


def test_consent_is_asked_where_personal_data_are_given(code):
    response = post(code, typed(name="李女士", phone="13900005678"))
    assert response.status_code == 422
    assert "在这里打勾" in said(response)
    assert 'value="李女士"' in said(response)
    assert post(code, typed(name="李女士", phone="13900005678", agree="on")).status_code == 200
    assert Message.objects.get().contributor.phone == "13900005678"


@pytest.mark.parametrize(
    ("changes", "why"), [({"altcha": ""}, "proof"), ({"altcha": "e30="}, "proof"), ({"website": "http://x"}, "trap")]
)
def test_without_the_sum_a_person_looks_first(code, changes, why):
    response = post(code, typed(**changes))
    assert response.status_code == 200
    assert "工作人员先看一下" in said(response)
    assert Message.objects.get().held_why == why


def test_thirty_people_behind_one_wifi_get_through(code):
    for number in range(30):
        post(code, typed(text=f"第 {number} 家门口的路灯不亮。"), REMOTE_ADDR="10.1.1.1")
    assert Message.objects.filter(status="open").count() == 30


def test_a_flood_waits_and_keeps_its_words(code, settings):
    settings.MESSAGES_PER_ADDRESS = 1
    for number in range(10):
        post(code, typed(text=f"广告 {number}"), REMOTE_ADDR="10.1.1.2")
    response = post(code, typed(), REMOTE_ADDR="10.1.1.2")
    assert response.status_code == 429
    assert WORDS in said(response)
    assert Message.objects.count() == 10
    assert Message.objects.filter(held_why="limit").count() == 9
    assert post(code, typed(), REMOTE_ADDR="10.1.1.3").status_code == 200


def test_suspended_this_morning_the_page_says_who_reads(code):
    Mandate.objects.update(status="suspended")
    form = Client().get(f"/p/c/{code.token}/say/")
    assert "张守信代表现在不履行代表职务" in said(form)
    assert post(code, typed()).status_code == 422  # the page lay open since yesterday: whom to choose is asked anew
    assert post(code, typed(to="station")).status_code == 200


def test_a_code_of_nobody_leads_back(code):
    PublicCode.objects.update(revoked_at=timezone.now())
    assert post(code, typed()).url == f"/p/c/{code.token}/"
    assert Client().get("/p/c/nothing/say/").status_code == 302


def test_it_works_on_the_machine_outside(code, settings, django_capture_on_commit_callbacks):
    settings.ROOT_URLCONF = "liaison_portal.public_root"
    with django_capture_on_commit_callbacks(execute=True):
        assert post(code, typed()).status_code == 200
    assert set(Notice.objects.values_list("url", flat=True)) == {""}
