"""The door to an SMS gateway: one signed POST, as docs/operations.md describes it.

The gateway is a small program of the place that knows its provider. What it is told is signed with
a shared key, so that nobody else can send on its account; every message has a number, so that
telling it twice sends once.
"""

import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.conf import settings

LONGEST = 4096  # bytes of an answer that are read
BUSY = {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS}


class GatewayError(OSError):
    """The gateway was not reached, or did not take the message: worth trying again."""


class RefusedError(Exception):
    """The gateway refused the message for good: its key, template or number is wrong."""


class _NoRedirect(HTTPRedirectHandler):
    """A telephone number is not carried to another address than the one that is configured."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


def signature(key: str, moment: str, body: bytes) -> str:
    """HMAC-SHA256 over the time, a line feed and the body, in hexadecimal."""
    return hmac.new(key.encode(), moment.encode() + b"\n" + body, hashlib.sha256).hexdigest()


def send(number: str, phone: str, params: Mapping[str, str]) -> None:
    """Tell the gateway to send the configured template with `params` to `phone`, once per `number`.

    Raises GatewayError for what may go well later, RefusedError for what will not.
    """
    message = {"id": number, "phone": phone, "template": settings.SMS_TEMPLATE, "params": dict(params)}
    body = json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode()
    moment = str(int(time.time()))
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "X-Portal-Time": moment,
        "X-Portal-Signature": signature(settings.SMS_KEY, moment, body),
    }
    request = Request(settings.SMS_URL, data=body, headers=headers, method="POST")  # noqa: S310 - settings allow http(s) alone
    try:
        with build_opener(_NoRedirect).open(request, timeout=settings.SMS_SECONDS) as answer:
            answer.read(LONGEST)
    except HTTPError as error:
        error.close()
        if error.code in BUSY or error.code >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise GatewayError(f"the SMS gateway answers {error.code}") from error
        raise RefusedError(f"the SMS gateway refuses with {error.code}") from error
    except OSError as error:
        raise GatewayError("the SMS gateway cannot be reached") from error
