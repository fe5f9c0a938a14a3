"""The five papers: versions that stay, handed to whom they concern, read once and by the addressee alone."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Notice
from common.errors import NotAllowedError, RuleError, StaleError
from meetings import actions, reports, rules, workflow
from meetings.choices import Attendance, PaperKind, ReceiptStatus
from meetings.models import Attendee, Event, PaperReceipt, PaperVersion, Participant
from tests.meetings.preparing import begun, reload
from tests.world import PERSONAS

pytestmark = pytest.mark.django_db
ALL = PaperKind.values


@pytest.fixture
def made(hall):
    return begun(hall)


@pytest.fixture
def handed(made, world, django_capture_on_commit_callbacks):
    """All five papers in all hands, and the people told."""
    with django_capture_on_commit_callbacks(execute=True):
        workflow.hand_papers(made, actor=world["staff"], kinds=ALL, names=["临时帮忙的小李", " "])
    return made


def newest(made, kind="groups"):
    return PaperVersion.objects.filter(template=made.template, kind=kind).order_by("-number").first()


def receipt(made, **facts):
    return PaperReceipt.objects.with_page_data().filter(preparation=made, **facts).first()


def mine(made, kind="groups"):
    """The deputy's own."""
    return receipt(made, user__username="deputy", paper__kind=kind)


def write(made, actor, body="改过的正文。", kind="groups", number=1):
    return actions.write_paper(made.template, actor=actor, kind=kind, body=body, number=number)


# --- versions -------------------------------------------------------------------------------------
def test_words_that_nobody_has_are_put_right_and_handed_ones_stay(world, made):
    assert write(made, world["staff"]).number == 1
    workflow.hand_papers(made, actor=world["staff"], kinds=["groups"])
    assert write(made, world["staff"], "第二版正文。").number == 2
    assert newest(made).body == "第二版正文。"
    assert PaperVersion.objects.get(template=made.template, kind="groups", number=1).body == "改过的正文。"
    assert mine(made).paper.body == "改过的正文。"
    assert reports.shelves_of(made)[0].is_outdated


def test_what_is_not_written_down(world, made):
    staff = world["staff"]
    for facts, said in (({"body": " \n "}, "没有写"), ({"body": "字" * 20_001}, "最多"), ({"kind": "poem"}, "没有这种")):
        with pytest.raises(RuleError, match=said):
            write(made, staff, **facts)
    with pytest.raises(NotAllowedError):
        write(made, world["office"])
    workflow.hand_papers(made, actor=staff, kinds=["groups"])
    write(made, staff, number=1)
    with pytest.raises(StaleError):
        write(made, staff, "慢了一步", number=1)


# --- handing ----------------------------------------------------------------------------------------
def test_each_paper_goes_to_those_it_concerns(world, hall, handed):
    people = {kind: set(handed.receipts.filter(paper__kind=kind).values_list("name", flat=True)) for kind in ALL}
    assert people["groups"] == {"李国栋", "刘玉芬", "马春生", "张守信"}
    assert people["convener"] == people["hosting"] == {"李国栋"}
    assert people["staff"] == people["briefing"] == {"周敏", "郭文", "临时帮忙的小李"}
    with_account = set(handed.receipts.exclude(user=None).values_list("user__username", flat=True))
    assert with_account == {"staff", "office", "deputy"}
    assert set(Notice.objects.values_list("user__username", "url")) == {
        (name, reverse("meetings:my_papers")) for name in with_account
    }
    assert Event.objects.get(preparation=handed, step="hand").data == {"kinds": ALL, "papers": 12}


def test_handed_again_only_newcomers_get_it(world, hall, handed):
    with pytest.raises(RuleError, match="没有新要发的"):
        workflow.hand_papers(handed, actor=world["staff"], kinds=ALL, names=["临时帮忙的小李"])
    hall.person("后来的人", "resident")
    assert workflow.hand_papers(handed, actor=world["staff"], kinds=ALL) == 1
    write(handed, world["staff"], "第二版正文。")
    assert workflow.hand_papers(handed, actor=world["staff"], kinds=["groups"]) == 5
    assert handed.receipts.filter(paper__kind="groups").count() == 10


def test_what_cannot_be_handed(world, made):
    for facts, said in (
        ({"kinds": []}, "勾选"),
        ({"kinds": ["poem"]}, "勾选"),
        ({"kinds": ["staff"], "names": ["名" * 41]}, "最多"),
    ):
        with pytest.raises(RuleError, match=said):
            workflow.hand_papers(made, actor=world["staff"], **facts)
    with pytest.raises(NotAllowedError):
        workflow.hand_papers(made, actor=world["office"], kinds=ALL)
    made.template.papers.filter(kind="hosting").delete()
    with pytest.raises(RuleError, match="主持程序规范》还没有写"):
        workflow.hand_papers(made, actor=world["staff"], kinds=ALL)
    assert not made.receipts.exists()


def test_the_roll_knows_accounts_and_who_is_on_leave_gets_nothing(world, hall, made):
    facts = {"name": "李国栋", "capacity": "member", "title": "市人大常委会委员"}
    Attendee.objects.create(meeting=hall.meeting, user=world["leader"], **facts)
    Participant.objects.filter(contributor__name="刘玉芬").update(attendance=Attendance.LEAVE)
    workflow.hand_papers(made, actor=world["staff"], kinds=["groups", "hosting"])
    assert made.receipts.get(paper__kind="hosting").user.username == "leader"
    assert not made.receipts.filter(name="刘玉芬").exists()


def test_somebody_taken_off_the_list_keeps_their_receipt(world, hall, handed):
    workflow.remove_participant(hall.people[1], actor=world["staff"])
    assert handed.receipts.get(name="刘玉芬").participant is None


# --- receipts ---------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", PERSONAS)
def test_only_the_addressee_reads_and_only_staff_note_paper(world, handed, name):
    user, own, without = world[name], mine(handed), receipt(handed, user=None)
    for row in (own, without):
        seen = PaperReceipt.objects.visible_to(user).filter(pk=row.pk).exists()
        assert seen is rules.can_view_receipt(user, row)
    assert rules.is_addressee(user, own) is (name == "deputy")
    assert rules.may_note_paper(user, without) is (name == "staff")
    for verb, row, who in ((workflow.read_paper, own, "deputy"), (workflow.note_on_paper, without, "staff")):
        if name == who:
            verb(row, actor=user)
        else:
            with pytest.raises(NotAllowedError):
                verb(row, actor=user)


def test_a_receipt_is_pressed_once_and_leaves_one_event(world, handed):
    row = workflow.read_paper(mine(handed), actor=world["deputy"])
    assert (row.status, row.answered_at is not None) == (ReceiptStatus.READ, True)
    first = reload(row).answered_at
    with pytest.raises(RuleError, match="已阅"):
        workflow.read_paper(reload(row), actor=world["deputy"])
    assert reload(row).answered_at == first
    assert Event.objects.get(receipt=row).actor.username == "deputy"


def test_two_presses_at_once_are_one(world, handed):
    one, two = mine(handed), mine(handed)
    workflow.read_paper(one, actor=world["deputy"])
    with pytest.raises(StaleError):
        workflow.read_paper(two, actor=world["deputy"])


def test_staff_note_no_paper_for_whoever_has_an_account(world, handed):
    with pytest.raises(NotAllowedError):
        workflow.note_on_paper(mine(handed), actor=world["staff"])
    assert workflow.note_all_on_paper(handed, "groups", actor=world["staff"]) == 3
    assert mine(handed).status == ReceiptStatus.WAITING
    with pytest.raises(RuleError, match="没有等发纸质"):
        workflow.note_all_on_paper(handed, "groups", actor=world["staff"])


@pytest.mark.parametrize(
    "facts", [{"status": "read"}, {"status": "on_paper"}, {"answered_at": "2024-05-01T00:00:00Z"}]
)
def test_the_row_itself_refuses(handed, facts):
    row = mine(handed)
    for name, value in facts.items():
        setattr(row, name, value)
    with pytest.raises(ValidationError):
        row.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


# --- pages ------------------------------------------------------------------------------------------
def test_a_deputy_reads_on_the_phone(world, handed, as_user):
    client, row = as_user("deputy"), mine(handed)
    assert "分组会议注意事项" in client.get(reverse("meetings:my_papers")).text
    shown = client.get(row.get_absolute_url()).text
    assert "重点发言人先发言" in shown
    assert "已阅" in client.post(reverse("meetings:receipt_read", args=[row.pk]), follow=True).text
    assert "等您看" not in client.get(reverse("meetings:my_papers")).text
    assert as_user("outsider").get(row.get_absolute_url()).status_code == 404
    assert as_user("agency").post(reverse("meetings:receipt_read", args=[row.pk])).status_code == 404
    assert as_user("staff").post(reverse("meetings:receipt_read", args=[row.pk])).status_code == 403
    other = receipt(handed, user__username="staff")
    assert client.get(other.get_absolute_url()).status_code == 404


def test_staff_see_who_has_read_and_note_paper(world, hall, handed, as_user):
    client, pk = as_user("staff"), hall.meeting.pk
    address = reverse("meetings:receipt_list", args=[pk, "groups"])
    assert "还有 4 人没有看" in client.get(address).text
    row = receipt(handed, user=None, paper__kind="groups")
    assert client.get(row.get_absolute_url()).status_code == 200
    client.post(reverse("meetings:receipt_printed", args=[row.pk]))
    assert "已发纸质 1 人" in client.get(address).text
    client.post(reverse("meetings:receipt_all_printed", args=[pk, "groups"]))
    assert "还有 1 人没有看" in client.get(address).text
    assert client.post(reverse("meetings:receipt_printed", args=[mine(handed).pk])).status_code == 403
    assert client.get(reverse("meetings:receipt_list", args=[pk, "poem"])).status_code == 404
    assert "看名单" in client.get(reverse("meetings:paper_shelves", args=[pk])).text


def test_papers_are_handed_on_their_page(hall, made, as_user):
    pk = hall.meeting.pk
    hand = reverse("meetings:paper_hand", args=[pk])
    assert as_user("leader").post(hand, {"kinds": "groups"}).status_code == 403
    assert as_user("outsider").post(hand, {"kinds": "groups"}).status_code == 404
    assert as_user("staff").post(hand, {}).status_code == 422
    answer = as_user("staff").post(hand, {"kinds": ["groups", "staff"], "names": "小李\n小王\n"}, follow=True)
    assert "发出去了" in answer.text
    assert made.receipts.count() == 8
    assert as_user("staff").post(hand, {"kinds": ["groups"], "names": ""}).status_code == 422
    assert "发出去" not in as_user("leader").get(reverse("meetings:paper_shelves", args=[pk])).text.replace("发出去的", "")


def test_lists_ask_as_much_for_one_as_for_many(hall, handed, as_user):
    client, pk = as_user("staff"), hall.meeting.pk
    addresses = [
        reverse("meetings:receipt_list", args=[pk, "groups"]),
        reverse("meetings:paper_shelves", args=[pk]),
        reverse("meetings:my_papers"),
    ]

    def asked(address):
        with CaptureQueriesContext(connection) as found:
            assert client.get(address).status_code == 200
        return len(found)

    client.get("/")
    many = [asked(address) for address in addresses]
    Event.objects.filter(receipt__isnull=False).delete()
    for kind in ALL:
        rows = handed.receipts.filter(paper__kind=kind).order_by("user")
        rows.exclude(pk=rows.order_by("-user").first().pk).delete()
    assert [asked(address) for address in addresses] == many


def test_my_papers_when_there_are_none(as_user):
    assert "没有发给您的会务材料" in as_user("leader").get(reverse("meetings:my_papers")).text
    assert as_user(None).get(reverse("meetings:my_papers")).status_code == 302


def test_the_desk_asks_to_read(handed, as_user):
    assert "请您看会务材料：2 份" in as_user("office").get("/").text


# --- the pages of the process itself ------------------------------------------------------------------
STEP = {
    "title": "印座签", "kind": "task", "body": "", "owner": "other", "owner_unit": "", "owner_name": "印刷厂",
    "side": "before", "days": "2", "in_workdays": "1", "basis": "本地做法", "how": "",
}  # fmt: skip


def test_staff_write_a_process_on_its_pages(world, made, as_user):
    client, template = as_user("staff"), made.template
    assert template.name in client.get(reverse("meetings:template_list")).text
    add = reverse("meetings:template_step_add", args=[template.pk])
    assert client.post(add, {**STEP, "days": "0"}).status_code == 422
    assert client.post(add, {**STEP, "owner_name": ""}).status_code == 422
    client.post(add, STEP)
    step = template.steps.get(title="印座签")
    assert (step.offset, step.in_workdays, step.holder, step.when) == (-2, True, "印刷厂", "会前2个工作日")
    client.post(reverse("meetings:template_step_up", args=[step.pk]))
    assert list(template.steps.all())[-2] == step
    client.post(reverse("meetings:template_step_down", args=[step.pk]))
    assert list(template.steps.all())[-1] == step
    edit = reverse("meetings:template_step_edit", args=[step.pk])
    assert "印刷厂" in client.get(edit).text
    client.post(edit, {**STEP, "side": "after", "days": "0"})
    assert "闭会当天" in client.get(template.get_absolute_url()).text
    client.post(reverse("meetings:template_step_remove", args=[step.pk]))
    assert not template.steps.filter(pk=step.pk).exists()


def test_staff_name_a_process_and_write_its_papers(world, made, as_user):
    client, template = as_user("staff"), made.template
    client.post(reverse("meetings:template_create"), {"region": world.city.pk, "name": "双月会", "has_secretary": "on"})
    edit = reverse("meetings:template_edit", args=[template.pk])
    assert client.post(edit, {"name": "双月会"}).status_code == 422
    client.post(edit, {"name": "单月会", "has_secretary": "on", "is_used": ""})
    template.refresh_from_db()
    assert (template.name, template.is_used) == ("单月会", False)
    paper = reverse("meetings:paper_write", args=[template.pk, "staff"])
    assert "工作人员职责" in client.get(paper).text
    answer = client.post(paper, {"body": "新的职责。", "number": "1"}, follow=True)
    assert "新的职责。" in answer.text
    assert client.get(reverse("meetings:paper_write", args=[template.pk, "poem"])).status_code == 404


@pytest.mark.parametrize(("persona", "read", "keep"), [("office", 200, 403), ("leader", 200, 403), ("outsider", 404, 404), ("deputy", 404, 404)])
def test_who_opens_the_pages_of_a_process(made, as_user, persona, read, keep):
    client, template = as_user(persona), made.template
    step, paper = template.steps.first(), template.papers.first()
    for name, pk, status in (
        ("template_detail", template.pk, read),
        ("paper_version", paper.pk, read),
        ("template_edit", template.pk, keep),
        ("template_step_add", template.pk, keep),
        ("template_step_edit", step.pk, keep),
    ):
        assert client.get(reverse(f"meetings:{name}", args=[pk])).status_code == status
    assert client.post(reverse("meetings:template_step_up", args=[step.pk])).status_code == keep
    assert client.get(reverse("meetings:template_list")).status_code == (403 if persona == "deputy" else 200)


def test_the_form_of_a_new_meeting_offers_what_fits(world, as_user):
    client = as_user("staff")
    shown = client.get(reverse("meetings:meeting_create")).text
    assert '<option value="city" selected>' in shown
    data = {
        "unit": world.committee.pk, "term": "9", "number": "11", "title": "第十一次会议", "short_title": "第十一次会议",
        "held_on": "2024年7月9日", "ends_on": "", "place": "", "process": "city",
    }  # fmt: skip
    answer = client.post(reverse("meetings:meeting_create"), data, follow=True)
    assert "筹备日程" in answer.text
    template = PaperVersion.objects.first().template
    shown = client.get(reverse("meetings:meeting_create")).text
    assert f'<option value="{template.pk}" selected>' in shown
    assert client.post(reverse("meetings:meeting_create"), {**data, "process": "nonsense"}).status_code == 422
