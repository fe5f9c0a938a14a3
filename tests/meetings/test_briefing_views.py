"""简报 over HTTP: composed, ordered by keyboard, checked, signed, printed; nobody else finds it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from meetings.models import Briefing, BriefingFile, BriefingItem
from tests.meetings.press import COVER, issue_of, signed
from tests.world import PERSONAS

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def page(name, *args):
    return reverse(f"meetings:{name}", args=args)


@pytest.fixture
def staff(as_user):
    return as_user("staff")


def test_from_an_empty_issue_to_the_file(hall, world, as_user, staff, django_capture_on_commit_callbacks):
    row = signed(hall)
    assert "发言摘要" in staff.get(page("briefing_new", hall.meeting.pk)).content.decode()
    assert staff.post(page("briefing_new", hall.meeting.pk), {}).status_code == 422
    facts = {**COVER, "copies": 50, "series": "regular", "unit": world.issuer.pk}
    staff.post(page("briefing_new", hall.meeting.pk), facts)
    made = Briefing.objects.get()
    assert staff.post(page("briefing_choose", made.pk), {}).status_code == 422
    assert "张守信代表" in staff.get(page("briefing_choose", made.pk)).content.decode()
    staff.post(page("briefing_choose", made.pk), {"row": [row.pk]})
    staff.post(page("briefing_submit", made.pk))
    as_user("office").post(page("briefing_check", made.pk), {"note": ""})
    as_user("leader").post(page("briefing_sign", made.pk), {"note": "同意"})
    assert "已经签发，现在轮到选工委印发" in staff.get(made.get_absolute_url()).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        staff.post(page("briefing_issue", made.pk), {"on": "2024年5月20日"})
    made.refresh_from_db()
    assert (made.status, made.number) == ("issued", 1)
    answer = staff.get(page("briefing_paper", made.pk))
    assert answer.content == BriefingFile.objects.get().file.read()
    assert staff.get(page("briefing_file", BriefingFile.objects.get().pk)).status_code == 200
    assert "第1期" in staff.get(page("briefing_list")).content.decode()


def test_an_issue_of_one_sitting(hall, world, staff):
    facts = {**COVER, "copies": 5, "series": "extra", "unit": world.issuer.pk}
    staff.post(page("briefing_new_of_sitting", hall.sitting.pk), facts)
    assert Briefing.objects.get().sitting_id == hall.sitting.pk


def test_moved_edited_renewed_dropped(hall, staff):
    made = issue_of(hall, [signed(hall, "甲。"), signed(hall, "乙。")])
    first, second = BriefingItem.objects.order_by("order")
    answer = staff.post(page("briefing_item_up", second.pk))
    assert answer["Location"].endswith(f"#s{second.pk}")
    assert BriefingItem.objects.order_by("order").first() == second
    staff.post(page("briefing_item_down", second.pk))
    assert BriefingItem.objects.order_by("order").first() == first
    version = Briefing.objects.get().version
    assert "甲。" in staff.get(page("briefing_item", first.pk)).content.decode()
    typed = {"version": version, "lead": "said", "text": "改后。"}
    assert staff.post(page("briefing_item", first.pk), {**typed, "text": "刘玉芬说。"}).status_code == 422
    assert staff.post(page("briefing_item", first.pk), {**typed, "version": 1}).status_code == 409
    staff.post(page("briefing_item", first.pk), typed)
    assert "改后。" in staff.get(made.get_absolute_url()).content.decode()
    staff.post(page("briefing_item_renew", first.pk))
    first.refresh_from_db()
    assert first.text == "甲。"
    staff.post(page("briefing_item_drop", first.pk))
    assert BriefingItem.objects.count() == 1


def test_cover_changed_and_stale(hall, staff):
    made = issue_of(hall, [signed(hall)])
    facts = {**COVER, "copies": 9, "version": made.version}
    staff.post(page("briefing_edit", made.pk), facts)
    assert Briefing.objects.get().copies == 9
    assert staff.post(page("briefing_edit", made.pk), facts).status_code == 409


def test_returned_and_signed_on_paper(hall, as_user, staff):
    made = issue_of(hall, [signed(hall)], status="signing")
    sheet = {"signed_by": "黎景春", "sheet": SimpleUploadedFile("签发单.pdf", PDF)}
    staff.post(page("briefing_sign_paper", made.pk), sheet)
    assert Briefing.objects.get().signed_by == "黎景春"
    leader = as_user("leader")
    assert leader.post(page("briefing_return", made.pk), {"note": ""}).status_code == 422
    leader.post(page("briefing_return", made.pk), {"note": "再改。"})
    assert Briefing.objects.get().status == "editing"
    assert staff.post(page("briefing_issue", made.pk), {"on": "2099年1月1日"}).status_code == 422


def test_nothing_is_chosen_once_it_is_out(hall, staff):
    made = issue_of(hall, [signed(hall)], status="checking")
    assert staff.get(page("briefing_choose", made.pk)).status_code == 302
    assert staff.post(page("briefing_submit", made.pk), follow=True).status_code == 200


@pytest.mark.parametrize("who", [*PERSONAS, None])
def test_everybody_else_finds_nothing(hall, as_user, who):
    made, client = issue_of(hall, [signed(hall)]), as_user(who)
    item = made.items.get()
    reads = {client.get(page(name, made.pk)).status_code for name in ("briefing_detail", "briefing_paper")}
    writes = [page(f"briefing_item{name}", item.pk) for name in ("", "_up", "_down", "_renew", "_drop")]
    refused = {client.post(to).status_code for to in [*writes, page("briefing_choose", made.pk)]}
    if who == "staff":
        assert reads == {200}
    elif who in ("office", "leader"):
        assert (reads, refused) == ({200}, {403})
    elif who is None:
        assert (reads, refused) == ({302}, {302})
    else:
        assert (reads, refused) == ({404}, {404})


def test_a_bounded_number_of_queries(hall, staff):
    counts = {}
    staff.get(page("briefing_list"))
    for number in (1, 3):
        made = issue_of(hall, [signed(hall, f"第{n}条。", who=n) for n in range(number)])
        signed(hall, "还可以选的。", who=number)
        for name in ("briefing_detail", "briefing_choose"):
            with CaptureQueriesContext(connection) as seen:
                staff.get(page(name, made.pk))
            counts.setdefault(name, []).append(len(seen))
        with CaptureQueriesContext(connection) as seen:
            staff.get(page("briefing_list"))
        counts.setdefault("list", []).append(len(seen))
    assert all(few == many for few, many in counts.values()), counts
