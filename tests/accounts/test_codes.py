"""Six digits to a telephone: limited, hashed, and the same whether or not somebody here has the number."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts import tasks
from accounts.models import AuditEntry, SmsCode
from accounts.workflow import codes
from common.errors import RuleError, StaleError
from tests.accounts.entering import MINUTE, NOON
from tests.accounts.gateway import gateway

pytestmark = pytest.mark.django_db
PHONE = "13800001234"


@pytest.fixture
def server(settings):
    with gateway(settings) as found:
        yield found


def asked(server, *, at=NOON, known=True, phone=PHONE, **facts):
    """A code that was asked for and handed over, and its digits."""
    made = codes.ask_code(phone, known=known, at=at, **facts)
    return made, server.code_for(phone) if codes.send_code(made.pk, at=at) else None


def test_without_a_gateway_the_page_leads_to_the_liaison_officer(settings):
    settings.SMS_URL = ""
    with pytest.raises(RuleError, match="请找联络员打印一张进入单"):
        codes.ask_code(PHONE, known=True, at=NOON)


def test_the_code_is_sent_once_and_forgotten(server):
    made, code = asked(server)
    made.refresh_from_db()
    assert code.isdecimal()
    assert (len(code), made.outgoing, made.sent_at) == (6, "", NOON)
    assert codes.send_code(made.pk, at=NOON) is False
    assert len(server.requests) == 1
    assert not any(code in str(value) for value in SmsCode.objects.values_list().get())


def test_a_code_lets_in_once(server):
    made, code = asked(server)
    assert codes.check_code(made.pk, code, at=NOON + MINUTE) == made
    with pytest.raises(StaleError, match="重新获取"):
        codes.check_code(made.pk, code, at=NOON + MINUTE)


def test_five_minutes(server):
    made, code = asked(server)
    with pytest.raises(StaleError):
        codes.check_code(made.pk, code, at=NOON + 5 * MINUTE)


def test_five_tries(server):
    made, code = asked(server)
    wrong = "000000" if code != "000000" else "111111"
    for left in (4, 3, 2, 1):
        with pytest.raises(RuleError, match=f"还可以试 {left} 次"):
            codes.check_code(made.pk, wrong, at=NOON)
    with pytest.raises(StaleError):
        codes.check_code(made.pk, wrong, at=NOON)
    with pytest.raises(StaleError):
        codes.check_code(made.pk, code, at=NOON)
    assert AuditEntry.objects.filter(action="短信验证码未通过").count() == 5


def test_an_unknown_number_is_answered_counted_and_never_called(server):
    made, code = asked(server, known=False)
    assert (made.outgoing, code, server.requests) == ("", None, [])
    with pytest.raises(RuleError, match="请等 60 秒"):
        codes.ask_code(PHONE, known=False, at=NOON)
    with pytest.raises(RuleError, match="还可以试 4 次"):
        codes.check_code(made.pk, "123456", at=NOON)


def test_a_minute_between_two(server):
    asked(server)
    with pytest.raises(RuleError, match="请等 1 秒") as refused:
        codes.ask_code(PHONE, known=True, at=NOON + timedelta(seconds=59))
    assert refused.value.field == "phone"
    assert asked(server, at=NOON + MINUTE)[1]


def test_so_many_a_day_for_a_number(server, settings):
    settings.SMS_PER_PHONE = 2
    for n in range(2):
        asked(server, at=NOON + n * MINUTE)
    with pytest.raises(RuleError, match="明天再试"):
        codes.ask_code("+86 138-0000-1234", known=True, at=NOON + 2 * MINUTE)
    assert asked(server, at=NOON + timedelta(hours=25))[1]


def test_so_many_a_day_for_an_address_whose_neighbours_get_through(server, settings, rf):
    settings.SMS_PER_ADDRESS = 2
    here, there = rf.get("/", REMOTE_ADDR="10.0.0.1"), rf.get("/", REMOTE_ADDR="10.0.0.2")
    for n in range(2):
        asked(server, phone=f"1380000000{n}", request=here)
    with pytest.raises(RuleError, match="手机流量"):
        codes.ask_code(PHONE, known=True, at=NOON, request=here)
    assert asked(server, request=there)[1]


def test_the_task_tries_again_when_the_gateway_is_busy(server, settings):
    made = codes.ask_code(PHONE, known=True, at=timezone.now())
    server.answers = [503, 500]
    assert tasks.send_code.apply(args=[made.pk]).successful()
    assert (len(server.requests), len(server.sent)) == (3, 1)


def test_the_task_gives_up_a_refusal_at_once_and_a_silent_gateway_after_a_while(server):
    for answers, asked_for in (([400], 1), ([503] * 9, 5)):
        server.answers, server.requests[:] = list(answers), []
        made = codes.ask_code(f"1390000000{asked_for}", known=True, at=timezone.now())
        assert tasks.send_code.apply(args=[made.pk]).failed()
        assert len(server.requests) == asked_for


def test_a_code_that_is_too_old_is_not_sent_any_more(server):
    made = codes.ask_code(PHONE, known=True, at=NOON)
    assert codes.send_code(made.pk, at=NOON + 5 * MINUTE) is False
    assert codes.send_code(10**9, at=NOON) is False
    assert not server.requests


def test_what_was_asked_for_is_forgotten_after_two_days(server):
    asked(server)
    asked(server, at=NOON + timedelta(hours=49))
    assert SmsCode.objects.count() == 1
