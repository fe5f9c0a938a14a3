"""Deputies asked by relevance, citizens who listen within a quota, stops whose findings are cited, run-sheets."""

from datetime import date
from threading import Thread

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError

from accounts.models import Notice
from common.errors import NotAllowedError, RuleError, StaleError
from common.steps import check
from deputies.models import Deputy, DutyRecord, Mandate
from meetings.actions.run_sheet import Line, draft_lines, save_run_sheet
from meetings.choices import AudienceStatus
from meetings.models import AudienceApplication, Roll, RunSheet
from meetings.reports.relevance import matches_of, words_of
from meetings.reports.research import run_lines
from meetings.workflow import appointments, audience
from meetings.workflow.audience import Applicant
from meetings.workflow.inviting import invite, tell_everybody
from tests.world import PERSONAS, moment

pytestmark = pytest.mark.django_db
BEFORE = moment(date(2024, 5, 8))
IDS = ("41090119900101001X", "410901199001010036", "410901199001010052")


def applicant(number=0, **facts):
    known = {"name": f"公民{number}", "gender": "m", "born_on": date(1990, 1, 1), "id_number": IDS[number]}
    return Applicant(**{**known, "phone": "13700000001", "occupation": "货车司机", "address": "庆祖镇1号", **facts})


# --- deputies -----------------------------------------------------------------------------------
def test_words_of_a_title_leave_out_what_every_title_has():
    assert words_of(["审议《濮阳市基层网格化服务管理条例（草案）》"]) == ["基层", "网格"]
    assert words_of(["关于全市优化营商环境工作情况的报告"]) == ["优化", "营商", "环境"]
    assert words_of(["濮阳市城市绿化条例", "2024年财政预算执行情况"]) == ["城市", "绿化", "财政", "预算", "执行"]
    assert words_of(["养老服务", "物业费"]) == ["养老", "物业费"]
    assert words_of(["听取医疗保障局报告"]) == ["医疗", "疗保", "保障", "障局"]  # no even run: the clerk strikes out
    assert words_of(["审议条例（草案）"]) == []


@pytest.fixture
def fields(hall):
    """A deputy of the field, one who said something before, one who looked at it, one whom nothing connects."""
    people = {}
    for name, profession in (("网格甲", "网格员"), ("看过乙", "教师"), ("无关丙", "医生")):
        one = Deputy.objects.create(name=name, profession=profession, home_region=hall.world.town)
        Mandate.objects.create(deputy=one, level="county", term=16, region=hall.world.county, started_on=date(2022, 3, 1))
        people[name] = one
    facts = {"deputy": people["看过乙"], "kind": "survey", "on": date(2024, 3, 1)}
    DutyRecord.objects.create(title="网格治理调研", source_key="x:1", **facts)
    hall.world.deputy_opinion("网格员待遇要提高。", heard_on=date(2024, 3, 2))
    return hall


def test_deputies_are_found_with_the_reason(fields):
    found = matches_of(fields.meeting, fields.staff, ["网格"])
    assert [(one.deputy.name, one.because) for one in found] == [
        ("网格甲", "网格员，和议题里的“网格”有关"),
        ("张守信", "提过 1 条有关的意见"),
        ("看过乙", "参加过 1 次有关的调研、视察或执法检查"),
    ]
    assert matches_of(fields.meeting, fields.world["agency"], ["网格"]) == []


def test_what_was_said_in_secrecy_is_no_reason(fields):
    by = fields.world.contributor("county_deputy", "张守信", deputy=fields.world.deputy, secrecy=True)
    type(by).objects.filter(deputy=fields.world.deputy).update(secrecy=True)
    assert "张守信" not in {one.deputy.name for one in matches_of(fields.meeting, fields.staff, ["网格"])}


@pytest.mark.django_db(transaction=True)
def test_deputies_are_asked_once(fields):
    facts = {"actor": fields.staff, "at": BEFORE}
    with pytest.raises(RuleError, match="请先勾选"):
        invite(fields.meeting, {}, **facts)
    with pytest.raises(NotAllowedError):
        invite(fields.meeting, {fields.world.deputy.pk: "x"}, actor=fields.world["office"], at=BEFORE)
    with pytest.raises(RuleError, match="已经开过"):
        invite(fields.meeting, {fields.world.deputy.pk: "x"}, actor=fields.staff)
    (one,) = invite(fields.meeting, {fields.world.deputy.pk: "提过意见"}, **facts)
    assert (one.because, one.told_at, one.seat) == ("提过意见", BEFORE, "deputy")
    notice = Notice.objects.get(user=fields.world["deputy"], key__startswith="attendee:")
    assert (notice.url, "请回复参加或请假" in notice.label) == ("/meetings/mine/", True)
    with pytest.raises(RuleError, match="已经有这个人"):
        invite(fields.meeting, {fields.world.deputy.pk: "提过意见"}, **facts)
    with pytest.raises(RuleError, match="没有可以请的"):
        invite(fields.meeting, {999999: "x"}, **facts)
    assert Notice.objects.filter(key__startswith="attendee:").count() == 1


@pytest.mark.django_db(transaction=True)
def test_everybody_with_an_account_is_told_once(hall):
    hall.add("李国栋", "member")
    deputy = hall.add("张守信", "county_deputy", deputy=hall.world.deputy)
    assert tell_everybody(hall.meeting, actor=hall.staff, at=BEFORE) == 1
    assert tell_everybody(hall.meeting, actor=hall.staff, at=BEFORE) == 0
    notice = Notice.objects.get(key__startswith=f"attendee:{deputy.pk}:")
    assert notice.label.startswith("请您列席市九届人大常委会第十次会议")
    with pytest.raises(RuleError, match="已经开过"):
        tell_everybody(hall.meeting, actor=hall.staff)


def test_the_page_of_deputies(fields, as_user):
    client, path = as_user("staff"), f"/meetings/{fields.meeting.pk}/deputies/"
    assert "没有找到有关的代表" in client.get(path).content.decode()
    assert "网格员，和议题里的" in client.get(f"{path}?words=网格").content.decode()
    refused = client.post(path)
    assert refused.status_code == 422
    assert "请先勾选" in refused.content.decode()


# --- the audience -------------------------------------------------------------------------------
@pytest.mark.parametrize("name", PERSONAS)
def test_matrix_and_parity_of_applications(hall, name):
    one, user = audience.apply_for(hall.meeting, applicant(), actor=hall.staff), hall.world[name]
    assert AudienceApplication.objects.visible_to(user).exists() == (name == "staff")
    for status in AudienceStatus.values:
        one.status = status
        for step, facts in audience.STEPS.items():
            try:
                check(audience.STEPS, step, one, user)
            except RuleError:
                assert not (status in facts.sources and name == "staff")
            else:
                assert status in facts.sources
                assert name == "staff"


def test_applications_are_entered_once_by_who_is_of_age(hall):
    audience.apply_for(hall.meeting, applicant(), actor=hall.staff)
    with pytest.raises(RuleError, match="已经申请过"):
        audience.apply_for(hall.meeting, applicant(name="别名"), actor=hall.staff)
    with pytest.raises(RuleError, match="不满 18"):
        audience.apply_for(hall.meeting, applicant(1, born_on=date(2006, 5, 15)), actor=hall.staff)
    audience.apply_for(hall.meeting, applicant(1, born_on=date(2006, 5, 14)), actor=hall.staff)
    one = AudienceApplication.objects.first()
    assert one.masked_id == "**************001X"
    with connection.cursor() as cursor:
        cursor.execute("SELECT id_number, phone, address FROM meetings_audienceapplication ORDER BY id LIMIT 1")
        assert all(value.startswith("a1:") for value in cursor.fetchone())
    with pytest.raises(IntegrityError), transaction.atomic():
        AudienceApplication.objects.filter(pk=one.pk).update(status="refused")


def test_seats_are_given_within_the_quota(hall):
    rows = [audience.apply_for(hall.meeting, applicant(n), actor=hall.staff) for n in range(3)]
    with pytest.raises(RuleError, match="已经满了"):
        audience.grant_seat(rows[0], actor=hall.staff)
    assert AudienceApplication.objects.get(pk=rows[0].pk).status == "applied"
    audience.set_quota(hall.meeting, actor=hall.staff, quota=1)
    row = AudienceApplication.objects.with_row_data().get(pk=rows[0].pk)
    audience.grant_seat(row, actor=hall.staff)
    assert (row.attendee.seat, row.attendee.title) == ("citizen", "货车司机")
    with pytest.raises(RuleError, match="已经满了"):
        audience.grant_seat(AudienceApplication.objects.with_row_data().get(pk=rows[1].pk), actor=hall.staff)
    with pytest.raises(RuleError, match="不能再少"):
        audience.set_quota(hall.meeting, actor=hall.staff, quota=0)
    with pytest.raises(RuleError, match="0 到 200"):
        audience.set_quota(hall.meeting, actor=hall.staff, quota=201)
    with pytest.raises(RuleError, match="请写不通过的理由"):
        audience.refuse(rows[2], actor=hall.staff, reason=" ")
    audience.refuse(rows[2], actor=hall.staff, reason="材料不全")
    audience.reopen(rows[2], actor=hall.staff)
    assert [e.step for e in rows[2].events.all()] == ["apply", "refuse", "reopen"]


@pytest.mark.django_db(transaction=True)
def test_the_quota_holds_when_three_decide_at_once(hall):
    audience.set_quota(hall.meeting, actor=hall.staff, quota=2)
    rows, told = [audience.apply_for(hall.meeting, applicant(n), actor=hall.staff).pk for n in range(3)], []

    def grant(pk):
        try:
            one = AudienceApplication.objects.with_row_data().get(pk=pk)
            audience.grant_seat(one, actor=hall.world["staff"])
        except RuleError as error:
            told.append(str(error))
        finally:
            connection.close()

    hands = [Thread(target=grant, args=[pk]) for pk in rows]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    assert told == ["旁听席已经满了。要再通过，请先增加旁听席数。"]
    assert AudienceApplication.objects.filter(status="passed").count() == 2
    assert Roll.objects.get().audience_taken == hall.meeting.attendees.filter(capacity="citizen_rep").count() == 2


def test_the_page_of_applications(hall, as_user):
    client, path = as_user("staff"), f"/meetings/{hall.meeting.pk}/audience/"
    assert as_user("office").get(path).status_code == 403
    assert client.post(f"{path}quota/", {"quota": "-1"}).status_code == 422
    assert "还剩 1 个" in client.post(f"{path}quota/", {"quota": "1"}, follow=True).content.decode()
    typed = {"name": "盖文涛", "gender": "m", "born_on": "1990年1月1日", "phone": "13700000001"}
    for wrong, words in (("123", "要 18 位"), ("410901199001010012", "最后一位对不上")):
        refused = client.post(f"{path}new/", {**typed, "id_number": wrong})
        assert words in refused.content.decode()
    text = client.post(f"{path}new/", {**typed, "id_number": IDS[0].lower()}, follow=True).content.decode()
    assert "**************001X" in text
    assert "137****0001" in text
    assert IDS[0] not in text
    one = AudienceApplication.objects.get()
    assert client.post(f"/meetings/audience/{one.pk}/refuse/", {"reason": ""}).status_code == 422
    client.post(f"/meetings/audience/{one.pk}/refuse/", {"reason": "材料不全"})
    assert "材料不全" in client.get(path).content.decode()
    client.post(f"/meetings/audience/{one.pk}/reopen/")
    assert "可以旁听" in client.post(f"/meetings/audience/{one.pk}/pass/", follow=True).content.decode()
    assert as_user("office").post(f"/meetings/audience/{one.pk}/pass/").status_code == 404


# --- the run-sheet ------------------------------------------------------------------------------
def test_the_draft_tells_who_opens_introduces_and_speaks_first(hall):
    from_list = hall.add("刘玉芬", "grid", "社区网格员")
    hall.sitting.participants.filter(contributor__name="刘玉芬").update(attendee=from_list)
    appointments.appoint(hall.meeting, actor=hall.staff, attendee=from_list, topic=hall.item.topic)
    lines = [(one.kind, one.who, one.what) for one in draft_lines(hall.sitting)]
    assert lines[:3] == [
        ("open", "李国栋", "宣布开会，说明议题和发言要求"),
        ("introduce", "市民政局", "条例草案"),
        ("key", "刘玉芬", "条例草案"),
    ]
    assert [kind for kind, *_ in lines[3:]] == ["introduce", "free", "residents", "reply", "close"]


def test_two_hands_do_not_overwrite_a_run_sheet(hall):
    first = save_run_sheet(hall.sitting, [Line(kind="open", who="甲")], actor=hall.staff, version=0)
    with pytest.raises(StaleError):
        save_run_sheet(hall.sitting, [Line(kind="open", who="乙")], actor=hall.staff, version=0)
    save_run_sheet(hall.sitting, [Line(kind="free"), Line(kind="close")], actor=hall.staff, version=first.version)
    assert [one.kind for one in run_lines(hall.sitting)] == ["free", "close"]
    with pytest.raises(RuleError, match="最多 60 行"):
        save_run_sheet(hall.sitting, [Line(kind="free")] * 61, actor=hall.staff, version=2)
    with pytest.raises(NotAllowedError):
        save_run_sheet(hall.sitting, [], actor=hall.world["office"], version=2)


def test_the_pages_of_the_run_sheet(hall, as_user):
    client, path = as_user("staff"), f"/meetings/sittings/{hall.sitting.pk}/run-sheet/"
    assert "还没有程序单" in client.get(path).content.decode()
    assert as_user("office").get(f"{path}edit/").status_code == 403
    assert "起草了一份" in client.get(f"{path}edit/").content.decode()
    lines = {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0", "form-0-kind": "open", "form-0-who": "李国栋"}
    assert client.post(f"{path}edit/", {**lines, "form-0-minutes": "x", "version": "0"}).status_code == 422
    done = client.post(f"{path}edit/", {**lines, "form-0-minutes": "5", "version": "0"}, follow=True)
    assert "程序单已存好" in done.content.decode()
    assert client.post(f"{path}edit/", {**lines, "version": "0"}).status_code == 409
    assert RunSheet.objects.get().lines.count() == 1
    capture = client.get(f"/meetings/sittings/{hall.sitting.pk}/capture/").content.decode()
    assert "宣布开会" in capture
