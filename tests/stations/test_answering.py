"""What is done with a message inside: by whom, from which status, and what the ledger says of it."""

from datetime import date

import pytest

from accounts.models import AuditEntry, Notice
from common.errors import NotAllowedError, RuleError, StaleError
from common.steps import open_steps
from deputies.models import DutyRecord, Mandate
from opinions import rules as ledger
from opinions.models import Opinion
from stations import actions
from stations.actions.message import forget_old, remind
from stations.models import Message
from stations.rules import message as rules
from stations.workflow import answering as verbs
from stations.workflow import resident
from stations.workflow.message import hash_pin
from tests.stations.messaging import SENT_ON, WORDS, load, message, message_in, voice
from tests.world import PERSONAS, moment

pytestmark = pytest.mark.django_db
STATUSES = ("held", "open", "passed", "town", "answered", "redirected", "set_aside")
STATION = {"head", "liaison"}
AT_WORK = STATION | {"staff", "deputy"}
MAY = {
    "release": ({"held"}, STATION | {"staff"}),
    "set_aside": ({"held"}, STATION | {"staff"}),
    "put_back": ({"set_aside"}, STATION | {"staff"}),
    "pass_up": ({"open"}, AT_WORK),
    "pass_town": ({"open"}, AT_WORK),
    "redirect": ({"open"}, AT_WORK),
    "seal": ({"held", "open"}, AT_WORK),
}


@pytest.mark.parametrize("status", STATUSES)
def test_a_button_is_shown_to_whom_it_serves(world, status):
    made = message_in(world, status)
    for name in PERSONAS:
        shown = set(open_steps(verbs.STEPS, made, world[name]))
        for step, (sources, who) in MAY.items():
            there = status in sources and name in who
            if status == "held" and name == "deputy":
                there = False
            assert (step in shown) is there, (name, step)


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("sealed", [False, True])
def test_queryset_and_predicate_agree(world, status, sealed):
    if sealed and status == "town":
        pytest.skip("the county does not pass a sealed one to the township")
    message_in(world, status, "county" if sealed else "deputy")
    for name in PERSONAS:
        user = world[name]
        seen = set(Message.objects.visible_to(user))
        assert seen == {one for one in Message.objects.with_list_data() if rules.can_view_message(user, one)}


@pytest.mark.parametrize("name", PERSONAS)
def test_who_answers(world, name):
    made = message_in(world, "open")
    if name not in AT_WORK:
        with pytest.raises(NotAllowedError):
            verbs.answer(made, text="本周修好。", actor=world[name])
        return
    given = verbs.answer(made, text=" 本周修好。 ", actor=world[name])
    own = {"deputy": "张守信代表", "staff": "市人大常委会选工委"}
    assert (given.text, given.is_proxy) == ("本周修好。", name in STATION)
    assert given.signed == own.get(name, "张守信代表（庆祖镇联络站代答）")
    assert Opinion.objects.get().status == "settled"
    assert DutyRecord.objects.filter(deputy=world.deputy).exists() is (name == "deputy")


def test_an_answer_is_written_and_not_too_long(world):
    made = message_in(world, "open")
    for text, said in (("  ", "请写答复"), ("答" * 2001, "最多 2000 个字")):
        with pytest.raises(RuleError, match=said) as refused:
            verbs.answer(made, text=text, actor=world["deputy"])
        assert refused.value.field == "text"


def test_two_hands_answer_once(world):
    made, stale = message_in(world, "open"), load(Message.objects.get())
    verbs.answer(made, text="修好了。", actor=world["deputy"])
    with pytest.raises(StaleError):
        verbs.answer(stale, text="正在修。", actor=world["liaison"])
    assert made.answers.count() == 1


def test_the_township_answers_what_it_was_passed(world):
    made = message_in(world, "town")
    assert (made.opinion.holder, made.due_on) == (world.town_congress, made.opinion.due_on)
    assert not rules.can_answer(world["liaison"], made)
    assert set(Message.objects.waiting_for(world["township"])) == {made}
    assert verbs.answer(made, text="已修好。", actor=world["township"]).signed == "庆祖镇人大"


def test_what_the_county_has_is_not_answered_before_it(world):
    made = message_in(world, "passed")
    assert (made.opinion.status, made.due_on) == ("waiting", None)
    with pytest.raises(RuleError, match="县里还在办"):
        verbs.answer(made, text="快了。", actor=world["liaison"])


def test_other_doors_with_the_reason(world):
    made = message_in(world, "redirected")
    assert (made.opinion.status, made.opinion.reason) == ("not_assigned", "法院正在办的案件")
    with pytest.raises(RuleError):
        verbs.redirect(message_in(world, "open"), door="", actor=world["liaison"])


@pytest.mark.parametrize("status", ["open", "held"])
def test_sealed_by_hand_it_is_the_countys(world, status):
    made = message_in(world, status)
    with pytest.raises(RuleError):
        verbs.seal(made, actor=world["liaison"], note="")
    verbs.seal(made, actor=world["liaison"], note="反映的是本站人员")
    made = load(made)
    assert (made.to, made.deputy, made.visibility) == ("county", None, "sealed")
    assert not rules.can_view_message(world["liaison"], made)
    assert not Opinion.objects.visible_to(world["liaison"]).exists()
    assert rules.can_moderate(world["staff"], made)


def test_a_voice_is_written_down_and_flags_names(world):
    made = message(world, text="", files=[voice()])
    verbs.transcribe(made, text="何秀英不给办。", actor=world["liaison"])
    made = load(made)
    assert (made.opinion.original, made.text, made.named) == ("何秀英不给办。", "", ["何秀英（站长）"])
    assert made.files.filter(kind="voice").exists()
    with pytest.raises(RuleError):
        verbs.transcribe(message_in(world, "open"), text="字", actor=world["liaison"])


def test_a_threat_is_told_without_a_clock(world, django_capture_on_commit_callbacks):
    made = message_in(world, "open")
    due = made.due_on
    with django_capture_on_commit_callbacks(execute=True):
        verbs.report_threat(made, note="说要来砸", actor=world["deputy"])
    made = load(made)
    assert (made.status, made.due_on, bool(made.threat_at)) == ("open", due, True)
    assert Notice.objects.filter(user=world["staff"], label__contains="威胁").exists()


def test_not_my_words(world):
    made = message_in(world, "answered")
    given, deputy = made.answers.get(), world["deputy"]
    late = moment(date(2024, 5, 28))
    with pytest.raises(RuleError, match="7 天"):
        verbs.object_to(given, note="", actor=deputy, at=late)
    with pytest.raises(NotAllowedError):
        verbs.object_to(given, note="", actor=world["head"], at=moment(SENT_ON, 6))
    verbs.object_to(given, note="我没这么说", actor=deputy, at=moment(date(2024, 5, 27)))
    made = load(made)
    assert (made.status, made.opinion.status) == ("open", "at_station")
    again = verbs.answer(made, text="我去现场看过，下周修。", actor=deputy)
    assert (again.round, made.answers.count()) == (1, 2)


def test_only_the_last_answer_can_be_taken_back(world):
    made = message_in(world, "answered")
    first, deputy = made.answers.get(), world["deputy"]
    resident.ask_again(made, text="还是不亮。", at=moment(SENT_ON, 7))
    verbs.answer(load(made), text="灯泡换好了。", actor=world["liaison"], at=moment(SENT_ON, 8))
    with pytest.raises(RuleError, match="后面那次"):
        verbs.object_to(first, note="", actor=deputy, at=moment(SENT_ON, 9))
    verbs.object_to(load(made).answers.get(round=2), note="没换", actor=deputy, at=moment(SENT_ON, 9))
    assert verbs.answer(load(made), text="今天换了。", actor=deputy, at=moment(SENT_ON, 10)).round == 2


def test_a_suspended_deputy_no_longer_sees_it(world):
    made = message_in(world, "open")
    Mandate.objects.update(status="suspended")
    assert not Message.objects.visible_to(world["deputy"]).exists()
    assert set(Message.objects.waiting_for(world["liaison"])) == {made}


def test_the_name_behind_the_mask_is_logged(world):
    made = message_in(world, "open")
    with pytest.raises(RuleError):
        actions.reveal_sender(made, actor=world["liaison"], reason=" ")
    seen = actions.reveal_sender(made, actor=world["liaison"], reason="打电话问清地点")
    assert seen == {"name": "李秀兰", "phone": "13900005678"}
    assert AuditEntry.objects.filter(action="查看隐去内容", detail="打电话问清地点").exists()
    assert not rules.can_reveal_sender(world["township"], made)


def test_a_lost_code_is_helped_at_the_station(world):
    made = message_in(world, "open")
    with pytest.raises(NotAllowedError):
        actions.reissue(made, known="说得出内容", actor=world["deputy"])
    with pytest.raises(RuleError):
        actions.reissue(made, known="", actor=world["liaison"])
    pin = actions.reissue(made, known="说得出内容和时间", actor=world["liaison"])
    assert Message.objects.get().pin_hash == hash_pin(made.code, pin)
    assert AuditEntry.objects.filter(detail="说得出内容和时间").exists()


def test_the_daily_round_reminds_once(world):
    made = message_in(world, "open")
    assert remind(SENT_ON) == 0
    for _ in range(2):
        remind(made.due_on)
    told = Notice.objects.filter(key__contains=":remind:")
    assert {one.user_id for one in told} == {world["deputy"].pk}
    assert not Notice.objects.filter(label__contains=made.text[:6]).exists()


def test_an_agency_has_no_right_at_all(world):
    made = message_in(world, "passed")
    for name in ("agency", "agencyhead", "agency2", "dispatcher"):
        assert not rules.can_view_message(world[name], made)
        assert not ledger.can_view_opinion(world[name], made.opinion)


def test_three_years_later_nobody_is_named(world, django_capture_on_commit_callbacks):
    made = message(world, files=[voice()])
    stored = made.files.get().file
    verbs.answer(made, text="修好了。", actor=world["deputy"], at=moment(SENT_ON, 5))
    waiting = message(world)
    assert forget_old(date(2027, 5, 19)) == 0
    with django_capture_on_commit_callbacks(execute=True):
        assert (forget_old(date(2027, 5, 21)), forget_old(date(2027, 5, 22))) == (1, 0)
    person = load(made).contributor
    assert (person.name, person.phone, person.phone_hash) == ("", "", "")
    assert not stored.storage.exists(stored.name)
    assert (load(made).text, load(waiting).contributor.name) == (WORDS, "李秀兰")
