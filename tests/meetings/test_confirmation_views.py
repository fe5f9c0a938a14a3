"""发言核对 over HTTP: staff send, a phone opens once, a stranger sees nothing, a deputy's own page."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from meetings.models import Confirmation, ConfirmationLink, RaisedOpinion, SignatureScan
from meetings.workflow import speech
from stations.models import SideClosure
from tests.meetings.press import row_of, signed
from tests.world import PERSONAS

pytestmark = pytest.mark.django_db
WORDS = "路灯坏了三个月，晚上没法走。"
ADDRESS = re.compile(r"/p/s/([\w-]+)/")


def page(name, *args):
    return reverse(f"meetings:{name}", args=args)


@pytest.fixture
def staff(as_user):
    return as_user("staff")


@pytest.fixture
def sent(hall, staff):
    """A speech sent to its speaker: the row and the link's secret, as the slip shows it."""
    row = hall.say(WORDS, who=1)
    answer = staff.post(page("confirmation_send", hall.people[1].pk))
    return row_of(row.pk), ADDRESS.search(answer.content.decode())[1]


def read(row):
    return {"read": f"{row.pk}:{speech.mark_of(row.opinion.original)}"}


class TestStaff:
    def test_the_page_says_who_has_the_ball(self, hall, staff):
        hall.say(who=1)
        answer = staff.get(page("confirmation_list", hall.sitting.pk)).content.decode()
        assert '1 条还没送核，现在轮到<b class="fw-6">选工委</b>' in answer
        staff.post(page("confirmation_send", hall.people[1].pk))
        answer = staff.get(page("confirmation_list", hall.sitting.pk)).content.decode()
        assert '现在轮到<b class="fw-6">刘玉芬</b>核对' in answer
        assert "还没有打开过" in answer

    def test_what_is_settled_is_folded_away(self, hall, staff):
        signed(hall, who=1)
        hall.say(who=3)
        answer = staff.get(page("confirmation_list", hall.sitting.pk)).content.decode()
        assert answer.count('<details class="fold">') == 1
        assert "看核对过的 1 条" in answer

    def test_slips_for_all(self, hall, staff):
        hall.say(who=1), hall.say(who=3)
        answer = staff.post(page("confirmation_send_all", hall.sitting.pk)).content.decode()
        assert answer.count('class="slip"') == 2
        assert "复制链接" in answer
        assert staff.post(page("confirmation_send_all", hall.sitting.pk)).status_code == 302
        assert staff.get(page("confirmation_send_all", hall.sitting.pk)).status_code == 302

    def test_recall_and_withdraw(self, hall, staff, sent):
        staff.post(page("confirmation_withdraw", hall.people[1].pk))
        assert not ConfirmationLink.objects.open(timezone.now()).exists()
        staff.post(page("confirmation_recall", hall.people[1].pk))
        assert row_of(sent[0].pk).status == "recorded"
        answer = staff.post(page("confirmation_recall", hall.people[1].pk), follow=True)
        assert "不用撤回" in answer.content.decode()

    def test_signed_on_paper_with_the_sheet(self, hall, staff):
        row = hall.say(WORDS, who=1)
        to = page("confirmation_paper", hall.people[1].pk)
        assert WORDS in staff.get(to).content.decode()
        assert staff.post(to, {f"row{row.pk}": "", "signed_on": "2024年5月15日"}).status_code == 422
        sheet = SimpleUploadedFile("签字页.pdf", b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n")
        staff.post(to, {f"row{row.pk}": "改过。", "signed_on": "2024年5月15日", "sheet": sheet})
        assert Confirmation.objects.get().text == "改过。"
        scan = SignatureScan.objects.get()
        assert staff.get(page("signature_scan", scan.pk)).status_code == 200
        assert "签字页.pdf" in staff.get(page("confirmation_list", hall.sitting.pk)).content.decode()

    def test_both_texts_side_by_side_and_the_decision(self, hall, staff):
        row = signed(hall, WORDS, corrected="四个月。")
        answer = staff.get(page("confirmation_list", hall.sitting.pk)).content.decode()
        assert "等您处理" in answer
        assert WORDS in answer
        assert "四个月。" in answer
        staff.post(page("speech_settle", row.pk), {"fate": "none"})
        assert row_of(row.pk).confirmation.fate == ""
        staff.post(page("speech_settle", row.pk), {"fate": "taken"})
        assert row_of(row.pk).opinion.original == "四个月。"

    def test_annul_needs_a_reason(self, hall, staff):
        row = signed(hall)
        staff.post(page("speech_annul", row.pk), {"note": ""})
        assert row_of(row.pk).status == "signed"
        staff.post(page("speech_annul", row.pk), {"note": "不是本人"})
        assert row_of(row.pk).status == "recorded"

    def test_a_bounded_number_of_queries(self, hall, staff):
        counts = []
        staff.get(page("confirmation_list", hall.sitting.pk))  # what a session asks once
        for number in (1, 3):
            while RaisedOpinion.objects.count() < number:
                signed(hall, f"第{RaisedOpinion.objects.count()}条。", who=RaisedOpinion.objects.count() + 1)
            with CaptureQueriesContext(connection) as seen:
                staff.get(page("confirmation_list", hall.sitting.pk))
            counts.append(len(seen))
        assert counts[0] == counts[1]

    @pytest.mark.parametrize("who", [*PERSONAS, None])
    def test_everybody_else_finds_nothing(self, hall, as_user, who):
        row, client = signed(hall), as_user(who)
        reads = [page("confirmation_list", hall.sitting.pk), page("record_print", hall.sitting.pk)]
        reads += [page(name, hall.sitting.pk) for name in ("record_docx", "attendance_print", "attendance_docx")]
        answers = {client.get(to).status_code for to in reads}
        writes = [page("confirmation_send", hall.people[3].pk), page("speech_annul", row.pk)]
        writes += [page("confirmation_phone", hall.people[3].pk)]
        writes += [page("confirmation_send_all", hall.sitting.pk), page("speech_settle", row.pk)]
        refused = {client.post(to).status_code for to in writes}
        if who == "staff":
            assert answers == {200}
        elif who in ("office", "leader"):
            assert (answers, refused) == ({200}, {403})
        elif who is None:
            assert (answers, refused) == ({302}, {302})
        else:
            assert answers == {404}
            assert refused <= {404, 403}


class TestPhone:
    def test_opened_once_read_corrected_confirmed(self, hall, sent):
        row, code = sent
        phone = Client()
        before = phone.get(f"/p/s/{code}/")
        assert WORDS not in before.content.decode()
        assert "刘玉芬" not in before.content.decode()
        assert not ConfirmationLink.objects.exclude(phone_hash="").exists()
        opened = phone.post(f"/p/s/{code}/open/", follow=True)
        assert WORDS in opened.content.decode()
        assert opened["Cache-Control"] == "no-store"
        assert "noindex" in opened["X-Robots-Tag"]
        done = phone.post(f"/p/s/{code}/confirm/", {**read(row), "text": "路灯坏了四个月。"})
        assert "都核对过了" in done.content.decode()
        kept = Confirmation.objects.get()
        assert (kept.recorded_text, kept.text, kept.how) == (WORDS, "路灯坏了四个月。", "link")

    def test_all_at_once_and_only_their_own(self, hall, staff, sent):
        row, _ = sent
        more, other = hall.say("第二条。", who=1), hall.say("别人的话。", who=3)
        code = ADDRESS.search(staff.post(page("confirmation_send", hall.people[1].pk)).content.decode())[1]
        staff.post(page("confirmation_send", hall.people[3].pk))
        phone = Client()
        shown = phone.post(f"/p/s/{code}/open/", follow=True).content.decode()
        assert "别人的话" not in shown
        marks = [read(row_of(one.pk))["read"] for one in (row, more, other)]
        phone.post(f"/p/s/{code}/confirm/", {"read": marks})
        assert [row_of(one.pk).status for one in (row, more, other)] == ["signed", "signed", "sent"]

    def test_the_end_of_a_known_number_is_asked_first(self, hall, staff):
        hall.say(WORDS, who=1)
        shown = staff.get(page("confirmation_list", hall.sitting.pk)).content.decode()
        assert "有 1 位没有登记手机号" in shown
        answer = staff.post(page("confirmation_phone", hall.people[1].pk), {"phone": "1370"}, follow=True)
        assert "11 位" in answer.content.decode()
        staff.post(page("confirmation_phone", hall.people[1].pk), {"phone": "137 0000 0188"})
        assert staff.get(page("confirmation_phone", hall.people[1].pk)).status_code == 405
        shown = staff.get(page("confirmation_list", hall.sitting.pk)).content.decode()
        assert "登记了手机号，打开链接要填后四位" in shown
        assert "0188" not in shown
        slip = staff.post(page("confirmation_send", hall.people[1].pk)).content.decode()
        assert "填您手机号的后四位" in slip
        code, phone = ADDRESS.search(slip)[1], Client()
        door = phone.get(f"/p/s/{code}/").content.decode()
        assert "最后四位" in door
        assert WORDS not in door
        for typed, status in (("", 422), ("12", 422), ("0000", 422)):
            refused = phone.post(f"/p/s/{code}/open/", {"digits": typed})
            assert (refused.status_code, WORDS in refused.content.decode()) == (status, False)
        assert "填错过 1 次" in staff.get(page("confirmation_list", hall.sitting.pk)).content.decode()
        assert WORDS in phone.post(f"/p/s/{code}/open/", {"digits": "0188"}, follow=True).content.decode()

    def test_guessed_too_often_it_locks_and_says_whom_to_call(self, hall, staff):
        hall.say(WORDS, who=1)
        staff.post(page("confirmation_phone", hall.people[1].pk), {"phone": "13700000188"})
        code = ADDRESS.search(staff.post(page("confirmation_send", hall.people[1].pk)).content.decode())[1]
        phone = Client()
        answers = [phone.post(f"/p/s/{code}/open/", {"digits": "0000"}) for _ in range(6)]
        assert [one.status_code for one in answers] == [422, 422, 422, 422, 403, 404]
        assert all("请打电话给" in one.content.decode() for one in answers[4:])
        assert "链接锁上了" in staff.get(page("confirmation_list", hall.sitting.pk)).content.decode()

    def test_forwarded_it_shows_nothing(self, hall, sent):
        row, code = sent
        mine, other = Client(), Client()
        mine.post(f"/p/s/{code}/open/")
        answers = [other.get(f"/p/s/{code}/"), other.post(f"/p/s/{code}/open/")]
        answers.append(other.post(f"/p/s/{code}/confirm/", read(row)))
        for answer in answers:
            assert answer.status_code == 403
            assert "已经在另一部手机上打开" in answer.content.decode()
            assert WORDS not in answer.content.decode()
        assert row_of(row.pk).status == "sent"
        assert mine.get(f"/p/s/{code}/").status_code == 200

    def test_expired_withdrawn_or_unknown_it_is_not_there(self, hall, staff, sent):
        _, code = sent
        phone = Client()
        phone.post(f"/p/s/{code}/open/")
        ConfirmationLink.objects.update(valid_until=timezone.now() - timedelta(seconds=1))
        assert phone.get(f"/p/s/{code}/").status_code == 404
        answer = phone.get("/p/s/never-made/")
        assert (answer.status_code, "没有复制完整" in answer.content.decode()) == (404, True)
        assert phone.post("/p/s/never-made/open/").status_code == 404
        assert phone.get(f"/p/s/{code}/confirm/").status_code in (404, 405)

    def test_changed_meanwhile_says_so(self, hall, sent):
        row, code = sent
        phone = Client()
        phone.post(f"/p/s/{code}/open/")
        answer = phone.post(f"/p/s/{code}/confirm/", {"read": f"{row.pk}:{'0' * 16}"})
        assert (answer.status_code, "刚改过这一条" in answer.content.decode()) == (409, True)
        assert phone.post(f"/p/s/{code}/confirm/", {"read": "x"}).status_code == 422

    def test_large_type_and_the_switch(self, hall, sent, world):
        _, code = sent
        phone = Client()
        assert 'class="big"' in phone.get(f"/p/s/{code}/?big=1").content.decode()
        assert phone.post(f"/p/s/{code}/open/?big=1")["Location"].endswith("?big=1")
        SideClosure.objects.create(region=world.city, closed_by=world["staff"], reason="检查", closed_at=timezone.now())
        assert phone.get(f"/p/s/{code}/").status_code == 503

    def test_a_bounded_number_of_queries(self, hall, staff):
        counts = []
        for number in (1, 3):
            while RaisedOpinion.objects.count() < number:
                hall.say(f"第{RaisedOpinion.objects.count()}条。", who=1)
            code = ADDRESS.search(staff.post(page("confirmation_send", hall.people[1].pk)).content.decode())[1]
            phone = Client()
            phone.post(f"/p/s/{code}/open/")
            with CaptureQueriesContext(connection) as seen:
                phone.get(f"/p/s/{code}/")
            counts.append(len(seen))
        assert counts[0] == counts[1] <= 8


class TestDeputy:
    def test_their_own_page(self, hall, as_user, staff):
        row = hall.say(WORDS, who=3)
        deputy = as_user("deputy")
        assert deputy.get(page("my_speeches", hall.sitting.pk)).status_code == 404
        staff.post(page("confirmation_send", hall.people[3].pk))
        assert "去核对" in deputy.get(page("my_sittings")).content.decode()
        assert WORDS in deputy.get(page("my_speeches", hall.sitting.pk)).content.decode()
        assert deputy.post(page("my_speeches", hall.sitting.pk), {"read": "x"}).status_code == 422
        stale = {"read": f"{row.pk}:{'0' * 16}"}
        assert deputy.post(page("my_speeches", hall.sitting.pk), stale).status_code == 409
        deputy.post(page("my_speeches", hall.sitting.pk), read(row_of(row.pk)))
        assert row_of(row.pk).confirmation.how == "account"

    @pytest.mark.parametrize("who", [one for one in PERSONAS if one != "deputy"])
    def test_nobody_elses(self, hall, as_user, who):
        signed(hall)
        assert as_user(who).get(page("my_speeches", hall.sitting.pk)).status_code == 404
