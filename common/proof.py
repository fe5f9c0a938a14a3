"""A small sum that a browser works out before it sends (ALTCHA proof of work): cheap once, dear a thousand times.

No service outside is asked. What proves nothing about a person cannot lock one out: without it a
message is looked at first, not refused.
"""

from __future__ import annotations

import json
import secrets
from datetime import timedelta

from altcha import Payload, create_challenge, verify_solution
from django.utils import timezone
from django.utils.crypto import salted_hmac

HARD, HARDER = 8_000, 24_000  # hashes: about a second on a telephone of ten years
VALID = timedelta(hours=12)  # a page may lie open while somebody looks for words


def _secret() -> str:
    return salted_hmac("common.proof", "altcha").hexdigest()


def challenge(*, hardest: int = HARDER, valid: timedelta = VALID) -> str:
    """A fresh challenge as JSON, to stand in the page."""
    counter = min(HARD, hardest) + secrets.randbelow(max(hardest - HARD, 1))
    made = create_challenge("SHA-256", 1, counter=counter, expires_at=timezone.now() + valid, hmac_secret=_secret())
    return json.dumps(made.to_dict())


def solved(payload: str) -> str:
    """The mark of a challenge of ours that was solved in time; "" for anything else. The caller keeps
    the mark, so that one solution opens once."""
    if not payload or len(payload) > 4096 or not verify_solution(payload, _secret()).verified:  # noqa: PLR2004
        return ""
    return str(Payload.from_base64(payload).challenge.parameters.nonce)
