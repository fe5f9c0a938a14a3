"""The door to an SMS gateway, tried against a server that is really there."""

import socket

import pytest

from common import sms
from tests.accounts.gateway import TEMPLATE, gateway


def test_a_message_is_signed_and_says_what_to_send(settings):
    with gateway(settings) as server:
        sms.send("code-1", "13800001234", {"code": "004217", "minutes": "5"})
    told = {"id": "code-1", "phone": "13800001234", "template": TEMPLATE, "params": {"code": "004217", "minutes": "5"}}
    assert list(server.sent.values()) == [told]


def test_telling_twice_sends_once(settings):
    with gateway(settings) as server:
        for _ in range(2):
            sms.send("code-1", "13800001234", {"code": "004217"})
    assert (len(server.requests), len(server.sent)) == (2, 1)


@pytest.mark.parametrize("status", [408, 429, 500, 503])
def test_what_may_go_well_later_is_worth_another_try(settings, status):
    with gateway(settings) as server:
        server.answers = [status]
        with pytest.raises(sms.GatewayError):
            sms.send("code-1", "13800001234", {})


@pytest.mark.parametrize("status", [400, 403, 404, 302, 307])
def test_what_is_refused_is_refused_and_never_carried_elsewhere(settings, status):
    with gateway(settings) as server:
        server.answers = [status]
        with pytest.raises(sms.RefusedError):
            sms.send("code-1", "13800001234", {})
    assert (len(server.requests), server.sent) == (1, {})


def test_a_wrong_key_is_refused(settings):
    with gateway(settings) as server:
        settings.SMS_KEY = "another"
        with pytest.raises(sms.RefusedError, match="403"):
            sms.send("code-1", "13800001234", {})
    assert not server.sent


def test_nobody_there(settings):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # and nobody listens
        settings.SMS_URL = f"http://127.0.0.1:{taken.getsockname()[1]}/"
        with pytest.raises(sms.GatewayError, match="cannot be reached"):
            sms.send("code-1", "13800001234", {})


def test_a_gateway_that_does_not_answer_is_not_waited_for(settings):
    settings.SMS_SECONDS = 0.2
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.SMS_URL = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        with pytest.raises(sms.GatewayError):
            sms.send("code-1", "13800001234", {})
