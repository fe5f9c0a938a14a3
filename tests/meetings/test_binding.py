"""An account for who is no deputy: which fit, what it opens, what it does not, and its history."""

from threading import Thread

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts.models import User
from common.errors import NotAllowedError, RuleError, StaleError
from meetings import actions, rules
from meetings.codes import door_token
from meetings.models import Attendee, Meeting, PaperReceipt, RaisedOpinion, Sitting
from meetings.reports import line_history
from meetings.workflow import binding, speech
from opinions.models import Occasion
from tests.world import PERSONAS

pytestmark = pytest.mark.django_db
HALL = "/meetings/"


@pytest.fixture
def official(hall):
    """A vice head of 民政局 on the list of the sitting and on the roll, whose account is the agency's."""
    hall.people.append(hall.person("毕玉贞", "nonvoting", "市民政局副局长"))
    actions.take_from_sittings(hall.meeting, actor=hall.staff)
    hall.official = fresh(hall.meeting.attendees.get(name="毕玉贞"))
    hall.account = hall.world["agency"]
    hall.page = f"{HALL}roll/{hall.official.pk}/"
    return hall


def fresh(attendee):
    return Attendee.objects.with_row_data().get(pk=attendee.pk)


def bound(hall):
    return binding.bind_account(fresh(hall.official), hall.account, actor=hall.staff)


def test_which_accounts_fit(official):
    found = {one.username for one in binding.fitting_accounts(official.official)}
    assert {"agency", "agencyhead", "staff", "leader"} <= found
    assert not found & {"deputy", "sysadmin", "secadmin", "auditor"}
    assert [one.pk for one in binding.fitting_accounts(official.official, official.account.name)] == [official.account.pk]
    Attendee.objects.filter(pk=official.official.pk).update(unit=official.account.unit)
    assert binding.fitting_accounts(fresh(official.official))[0].unit == official.account.unit
    User.objects.filter(pk=official.account.pk).update(is_active=False)
    assert "agency" not in {one.username for one in binding.fitting_accounts(official.official)}
    deputy = fresh(official.meeting.attendees.get(deputy=official.world.deputy))
    citizen = fresh(official.add("刁建设", "citizen_rep"))
    assert binding.fitting_accounts(deputy) == binding.fitting_accounts(citizen) == []


def test_it_is_bound_once_and_written_down(official):
    bound(official)
    bound(official)
    other = fresh(official.add("路长河", "nonvoting"))
    with pytest.raises(RuleError, match="另一个人"):
        binding.bind_account(other, official.account, actor=official.staff)
    with pytest.raises(RuleError, match="先取消对应"):
        binding.bind_account(fresh(official.official), official.world["agency2"], actor=official.staff)
    with pytest.raises(IntegrityError), transaction.atomic():
        Attendee.objects.filter(pk=other.pk).update(user=official.account)
    binding.unbind_account(fresh(official.official), actor=official.staff)
    with pytest.raises(RuleError, match="没有对应账号"):
        binding.unbind_account(fresh(official.official), actor=official.staff)
    name = official.account.name
    said = [one["text"].split("（")[0] for one in line_history(fresh(official.official))]
    assert said == [f"不再对应账号：{name}", f"对应账号：{name}"]


def test_who_may_not(official):
    deputy = fresh(official.meeting.attendees.get(deputy=official.world.deputy))
    with pytest.raises(RuleError, match="在代表名册里"):
        binding.bind_account(deputy, official.account, actor=official.staff)
    with pytest.raises(RuleError, match="不能对应这个人"):
        binding.bind_account(official.official, official.world["sysadmin"], actor=official.staff)
    for verb in (
        lambda: binding.bind_account(official.official, official.account, actor=official.world["office"]),
        lambda: binding.unbind_account(official.official, actor=official.account),
    ):
        with pytest.raises(NotAllowedError):
            verb()


def test_a_stale_page_loses_politely(official):
    bound(official)
    old = fresh(official.official)
    binding.unbind_account(fresh(official.official), actor=official.staff)
    with pytest.raises(StaleError, match="刷新页面"):
        binding.unbind_account(old, actor=official.staff)


def test_they_sign_in_by_the_code_at_the_door(official, as_user):
    Occasion.objects.filter(pk=official.meeting.occasion_id).update(held_on=timezone.localdate())
    token = door_token(Meeting.objects.get().plenaries.get(), actions.roll_of(official.meeting), timezone.localdate())
    client = as_user("agency")
    assert client.post(f"{HALL}door/{token}/").status_code == 404
    bound(official)
    assert "已签到" in client.post(f"{HALL}door/{token}/", follow=True).content.decode()
    assert fresh(official.official).presences.get().by_self
    assert "已签到" in client.get(f"{HALL}mine/").content.decode()


def test_they_see_their_own_speech_once_asked_and_nothing_else(official, as_user):
    bound(official)
    mine, other = official.say("民政局已经在办。", who=4), official.say("路灯坏了。", who=1)
    client, page = as_user("agency"), f"{HALL}mine/speeches/{official.sitting.pk}/"
    assert client.get(page).status_code == client.get(f"{HALL}mine/speeches/").status_code == 404
    for number in (4, 1):
        official.people[number].refresh_from_db()  # tied to the roll since
        speech.send(official.people[number], actor=official.staff)
    text = client.get(page).content.decode()
    assert mine.opinion.original in text
    assert other.opinion.original not in text
    assert official.sitting.occasion.short_title in client.get(f"{HALL}mine/speeches/").content.decode()
    assert official.account.notices.filter(label__contains="请核对").exists()
    closed = [f"{HALL}{official.meeting.pk}/", f"{HALL}{official.meeting.pk}/roll/", official.page]
    closed += [official.sitting.get_absolute_url(), mine.opinion.get_absolute_url(), f"{HALL}{official.meeting.pk}/outcome/"]
    assert {client.get(path).status_code for path in closed} <= {403, 404}
    assert not Meeting.objects.visible_to(official.account).exists()
    assert not Sitting.objects.visible_to(official.account).exists()
    assert not PaperReceipt.objects.visible_to(official.account).exists()
    binding.unbind_account(fresh(official.official), actor=official.staff)
    assert client.get(page).status_code == 404


@pytest.mark.parametrize("name", PERSONAS)
def test_rule_and_queryset_agree_on_speeches(official, name):
    bound(official)
    official.say(who=4), official.say(who=1)
    speech.send_all(official.sitting, actor=official.staff)
    user = official.world[name]
    seen = set(RaisedOpinion.objects.visible_to(user).values_list("pk", flat=True))
    assert seen == {one.pk for one in RaisedOpinion.objects.with_speech_data() if rules.can_view_speech(user, one)}
    assert (len(seen) == 1) == (name == "agency")


@pytest.mark.parametrize("name", PERSONAS)
def test_who_binds_on_the_page(official, as_user, name):
    client, reads = as_user(name), name in {"office", "leader"}
    if name == "staff":
        assert official.account.name in client.get(official.page, {"q": official.account.name}).content.decode()
        assert "没有找到" in client.get(official.page, {"q": "查无此人"}).content.decode()
        assert client.post(f"{official.page}account/", {"account": "x"}).status_code == 404
        done = client.post(f"{official.page}account/", {"account": official.account.pk}, follow=True)
        assert "对应好了" in done.content.decode()
        assert "已取消对应" in client.post(f"{official.page}account/remove/", follow=True).content.decode()
        return
    posts = [f"{official.page}account/", f"{official.page}account/remove/"]
    assert {client.post(path, {"account": official.account.pk}).status_code for path in posts} == {403 if reads else 404}
    assert {client.get(path).status_code for path in posts} == {405}


@pytest.mark.django_db(transaction=True)
def test_one_account_for_one_of_two(official):
    other = fresh(official.add("路长河", "nonvoting"))
    wrong = []

    def run(attendee):
        try:
            binding.bind_account(fresh(attendee), official.account, actor=official.staff)
        except RuleError as error:
            wrong.append(error)
        finally:
            connection.close()

    hands = [Thread(target=run, args=(one,)) for one in (official.official, other)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    assert len(wrong) == 1
    assert Attendee.objects.filter(user=official.account).count() == 1
