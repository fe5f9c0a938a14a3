"""简报: what may be chosen, what is never printed, numbers without gap or double, one table of steps."""

from datetime import date

import pytest
from django.utils import timezone

from accounts.models import Notice
from common.errors import NotAllowedError, RuleError, StaleError
from common.files import accept_upload
from common.steps import open_steps
from meetings import rules, workflow
from meetings.choices import BriefingStatus
from meetings.models import Briefing, BriefingFile, BriefingItem, Participant, RaisedOpinion
from meetings.workflow import briefing as verbs
from meetings.workflow import links, naming, speech
from opinions.models import NumberSequence
from tests.meetings.press import COVER, DAY, issue_of, row_of, signed
from tests.meetings.test_workflow_speech import together
from tests.opinions.test_workflow_steps import taken
from tests.world import PERSONAS

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.mark.django_db
@pytest.mark.parametrize("signature", ["", "黎景春"])
@pytest.mark.parametrize("status", BriefingStatus.values)
def test_shown_steps_are_the_legal_steps(hall, world, status, signature):
    made = issue_of(hall)
    facts = {"status": status, "signed_by": signature, "number": 1, "year": 2024, "issued_on": DAY}
    facts["annulled_reason"] = "主送有误"
    Briefing.objects.filter(pk=made.pk).update(**facts)
    fresh = Briefing.objects.with_place()
    for who in PERSONAS:
        user = world[who]
        legal = {n for n, s in verbs.STEPS.items() if status in s.sources and s.may(user, fresh.get(pk=made.pk))}
        shown = set(open_steps(verbs.STEPS, fresh.get(pk=made.pk), user))
        assert shown == {name for name in legal if verbs.STEPS[name].button}
        for name in verbs.STEPS:
            done, written = taken(verbs.STEPS, name, fresh.get(pk=made.pk), user)
            assert done == (name in legal), (who, name)
            assert written == ([name] if name in legal else [])


@pytest.mark.django_db
@pytest.mark.parametrize("who", PERSONAS)
def test_rule_and_queryset_agree(hall, world, who):
    issue_of(hall)
    user = world[who]
    seen = set(Briefing.objects.visible_to(user).values_list("pk", flat=True))
    assert seen == {one.pk for one in Briefing.objects.with_place() if rules.can_view_briefing(user, one)}


@pytest.mark.django_db
def test_the_editor_neither_checks_nor_signs_their_own(hall, world):
    for who, status in (("office", "checking"), ("leader", "signing")):
        made = issue_of(hall)
        Briefing.objects.filter(pk=made.pk).update(edited_by=world[who], status=status)
        own = Briefing.objects.with_place().get(pk=made.pk)
        assert not rules.can_check_briefing(world[who], own)
        assert not rules.can_sign_briefing(world[who], own)
        assert not Briefing.objects.turn_of(world[who]).filter(pk=made.pk).exists()


@pytest.mark.django_db
class TestChoose:
    def test_takes_the_words_the_speaker_agreed_to(self, hall):
        made = issue_of(hall, [signed(hall, corrected="四个月了。"), hall.say("没核对的。", who=0)])
        texts = [(one.text, verbs.is_reviewed(one)) for one in verbs.items_of(made)]
        assert texts == [("四个月了。", True), ("没核对的。", False)]

    def test_once_only(self, hall):
        row = signed(hall)
        issue_of(hall, [row])
        with pytest.raises(StaleError, match="已经编进"):
            issue_of(hall, [row])
        assert BriefingItem.objects.count() == 1

    def test_not_of_another_meeting_and_not_deleted(self, hall):
        made, row = issue_of(hall), hall.say()
        RaisedOpinion.objects.filter(pk=row.pk).update(deleted_at=timezone.now())
        with pytest.raises(StaleError, match="已经删除"):
            verbs.choose(made, [row], actor=hall.staff)
        other = verbs.compose(
            verbs.Cover(title="另一场"), actor=hall.staff, unit=hall.world.issuer, sitting=hall.new_sitting("第三组")
        )
        with pytest.raises(StaleError, match="不是这次会议"):
            verbs.choose(other, [hall.say()], actor=hall.staff)

    def test_moves_within_its_group(self, hall):
        made = issue_of(hall, [signed(hall, text) for text in ("甲。", "乙。", "丙。")])
        first, _, last = verbs.items_of(made)
        verbs.shift(last, actor=hall.staff, up=True)
        assert [one.text for one in verbs.items_of(made)] == ["甲。", "丙。", "乙。"]
        first.refresh_from_db()
        verbs.shift(BriefingItem.objects.get(pk=first.pk), actor=hall.staff, up=True)
        assert [one.text for one in verbs.items_of(made)] == ["甲。", "丙。", "乙。"]
        verbs.drop(BriefingItem.objects.get(pk=first.pk), actor=hall.staff)
        assert [(one.order, one.text) for one in verbs.items_of(made)] == [(1, "丙。"), (2, "乙。")]

    def test_a_chosen_speech_is_not_deleted(self, hall):
        row = hall.say()
        issue_of(hall, [row])
        with pytest.raises(RuleError, match="已经选进简报"):
            workflow.delete_row(row, actor=hall.staff)


@pytest.mark.django_db
class TestPrivacy:
    def test_names_by_capacity(self, hall, world):
        people = [one.contributor for one in hall.people]
        assert [naming.printed_name(one) for one in people] == ["李国栋委员", "网格员", "县乡人大工作者", "张守信代表"]
        people[0].title = "市人大常委会副主任"
        people[3].secrecy = True
        assert [naming.printed_name(people[i]) for i in (0, 3)] == ["李国栋副主任", "县（区）人大代表"]

    def test_a_residents_name_and_number_are_hidden_at_once(self, hall):
        made = issue_of(hall, [hall.say("我叫刘玉芬，电话13800001234，路灯坏了。", who=1)])
        text = verbs.items_of(made).get().text
        assert "刘玉芬" not in text
        assert "13800001234" not in text

    def test_nor_typed_in_later(self, hall):
        made = issue_of(hall, [signed(hall)])
        item = verbs.items_of(made).get()
        item.briefing = made
        for text in ("网格员刘玉芬说。", "打13800001234。"):
            with pytest.raises(RuleError, match="只写身份"):
                verbs.edit_item(item, actor=hall.staff, version=made.version, text=text, lead="said")
        with pytest.raises(RuleError, match="只写身份"):
            verbs.edit(made, actor=hall.staff, version=made.version, note="刘玉芬等人发言。")

    def test_a_wish_outweighs_a_namesake(self, hall):
        hall.person("李国栋", "resident")
        assert "李国栋" not in naming.hidden_names([hall.sitting.pk])
        hall.person("李国栋", "resident", secrecy=True)
        assert "李国栋" in naming.hidden_names([hall.sitting.pk])

    def test_secrecy_asked_for_later_stops_the_printing(self, hall, world):
        made = issue_of(hall, [signed(hall, "张守信代表提的这一条。", who=0)], status="signed")
        workflow.keep_secret(Participant.objects.with_names().get(pk=hall.people[3].pk), actor=hall.staff)
        with pytest.raises(RuleError, match="要求保密"):
            verbs.issue(made, actor=hall.staff, on=DAY)
        assert not NumberSequence.objects.exists()


@pytest.mark.django_db
class TestEdit:
    def test_the_source_stays_beside_the_printed_words(self, hall):
        made = issue_of(hall, [signed(hall, "原话。")])
        item = verbs.items_of(made).get()
        item.briefing = made
        verbs.edit_item(item, actor=hall.staff, version=made.version, text="改后的话。", lead="thought")
        item.refresh_from_db()
        assert (item.source_text, item.text, item.lead) == ("原话。", "改后的话。", "thought")
        with pytest.raises(StaleError, match="刚被别人改过"):
            verbs.edit_item(item, actor=hall.staff, version=1, text="又改。", lead="said")

    @pytest.mark.parametrize(("text", "lead", "why"), [(" ", "said", "不能空着"), ("话", "cried", "引语")])
    def test_refuses(self, hall, text, lead, why):
        made = issue_of(hall, [signed(hall)])
        item = verbs.items_of(made).get()
        item.briefing = made
        with pytest.raises(RuleError, match=why):
            verbs.edit_item(item, actor=hall.staff, version=made.version, text=text, lead=lead)

    def test_words_corrected_since_are_taken_over_before_it_is_sent(self, hall):
        row = hall.say("记错的话。", who=3)
        made = issue_of(hall, [row])
        sent = speech.send(hall.people[3], actor=hall.staff)
        links.open_here(sent.link, at=timezone.now())
        speech.confirm(row, speech.Agreed(mark=speech.mark_of("记错的话。"), text="本人的话。"), link=sent.link)
        with pytest.raises(RuleError, match="后来改过"):
            verbs.submit(made, actor=hall.staff)
        item = verbs.items_of(made).get()
        item.briefing = made
        verbs.renew_item(item, actor=hall.staff)
        assert [(one.text, verbs.is_reviewed(one)) for one in verbs.items_of(made)] == [("本人的话。", True)]

    def test_cover(self, hall):
        made = issue_of(hall)
        verbs.edit(made, actor=hall.staff, version=made.version, title="新标题", copies=30)
        assert Briefing.objects.get(pk=made.pk).title == "新标题"
        with pytest.raises(RuleError, match="写标题"):
            verbs.edit(made, actor=hall.staff, version=made.version, title=" ")
        with pytest.raises(RuleError, match="不能修改"):
            verbs.edit(made, actor=hall.staff, version=made.version, status="issued")

    def test_nobody_composes_elsewhere(self, hall, world):
        for who in ("office", "leader", "outsider", "township"):
            with pytest.raises(NotAllowedError):
                verbs.compose(verbs.Cover(**COVER), actor=world[who], unit=world.issuer, meeting=hall.meeting)


@pytest.mark.django_db
class TestRound:
    def test_an_empty_one_is_not_sent(self, hall):
        with pytest.raises(RuleError, match="还没有选发言"):
            verbs.submit(issue_of(hall), actor=hall.staff)

    def test_returned_with_a_reason_and_signed_anew(self, hall, world):
        made = issue_of(hall, [signed(hall)], status="signed")
        with pytest.raises(RuleError, match="原因"):
            verbs.return_briefing(made, actor=world["leader"], note="")
        verbs.return_briefing(made, actor=world["leader"], note="标题再斟酌。")
        assert (made.status, made.signed_by, made.checked_by) == ("editing", "", "")

    def test_signed_on_paper(self, hall, tmp_path):
        from django.core.files.uploadedfile import SimpleUploadedFile

        made = issue_of(hall, [signed(hall)], status="signing")
        sheet = accept_upload(SimpleUploadedFile("签发单.pdf", PDF))
        with pytest.raises(RuleError, match="签发领导"):
            verbs.sign_on_paper(made, actor=hall.staff, signed_by=" ", sheet=BriefingFile(**sheet.fields()))
        verbs.sign_on_paper(made, actor=hall.staff, signed_by="黎景春", sheet=BriefingFile(**sheet.fields()))
        assert made.signed_by == "黎景春"
        assert made.files.get().purpose == "signed_sheet"

    def test_the_next_one_is_told(self, hall, world, django_capture_on_commit_callbacks):
        row = signed(hall)
        with django_capture_on_commit_callbacks(execute=True):
            issue_of(hall, [row], status="signed")
        told = Notice.objects.filter(key__startswith="briefing:").values_list("user__username", "label")
        labels = dict(told)
        assert "请核稿" in labels["office"]
        assert "请签发" in labels["leader"]
        assert "可以印发" in labels["staff"]


@pytest.mark.django_db
class TestIssue:
    def test_fixes_what_was_read_and_moves_the_speeches(self, hall, django_capture_on_commit_callbacks):
        rows = [signed(hall), hall.say("没核对的。", who=0)]
        with django_capture_on_commit_callbacks(execute=True):
            made = issue_of(hall, rows, status="issued")
        assert [one.reviewed for one in verbs.items_of(made)] == [True, False]
        assert [row_of(row.pk).status for row in rows] == ["printed", "recorded"]
        assert (made.issue_name, made.year) == ("第1期（总第1期）", 2024)
        frozen = Briefing.objects.get(pk=made.pk)
        assert frozen.frozen_sha256 == frozen.files.get().sha256

    def test_numbers_run_per_year_and_series(self, hall):
        names = []
        for series, on in (("regular", date(2023, 12, 29)), ("regular", DAY), ("extra", DAY), ("regular", DAY)):
            made = issue_of(hall, [signed(hall)], status="signed", series=series)
            names.append(verbs.issue(made, actor=hall.staff, on=on).issue_name)
        assert names == ["第1期（总第1期）", "第1期（总第2期）", "增刊第1期", "第2期（总第3期）"]

    def test_a_refused_issue_gives_its_number_back(self, hall):
        made = issue_of(hall, [signed(hall)], status="signed")
        stale = Briefing.objects.with_place().get(pk=made.pk)
        verbs.issue(made, actor=hall.staff, on=DAY)
        with pytest.raises(RuleError):
            verbs.issue(stale, actor=hall.staff, on=DAY)
        assert {one.last for one in NumberSequence.objects.all()} == {1}


@pytest.mark.django_db(transaction=True)
def test_several_issued_at_once_have_numbers_without_gap_or_double(hall):
    waiting = [issue_of(hall, [signed(hall, f"第{n}条。")], status="signed").pk for n in range(4)]

    def act(number):
        made = Briefing.objects.with_place().get(pk=waiting[number])
        verbs.issue(made, actor=hall.world["staff"], on=DAY)

    assert together(4, act) == ["ok"] * 4
    rows = Briefing.objects.values_list("number", "total").order_by("number")
    assert list(rows) == [(n, n) for n in range(1, 5)]


@pytest.mark.django_db(transaction=True)
def test_one_issued_twice_at_once_is_printed_once(hall):
    pk = issue_of(hall, [signed(hall)], status="signed").pk

    def act(_):
        made = Briefing.objects.with_place().get(pk=pk)
        verbs.issue(made, actor=hall.world["staff"], on=DAY)

    went = together(3, act)
    assert went.count("ok") == 1
    assert Briefing.objects.get().number == NumberSequence.objects.get(year=2024).last == 1
