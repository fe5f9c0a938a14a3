"""The sum a browser works out before it sends."""

import base64
import json
from datetime import timedelta

from altcha import Challenge, Payload, solve_challenge

from common import proof


def answer(made):
    challenge = Challenge.from_dict(json.loads(made))
    return Payload(challenge, solve_challenge(challenge, counter_start=0)).to_base64()


def test_what_was_solved_opens():
    made = proof.challenge(hardest=50)
    assert proof.solved(answer(made)) == json.loads(made)["parameters"]["nonce"]


def test_what_was_not_solved_does_not():
    payload = json.loads(base64.b64decode(answer(proof.challenge(hardest=50))))
    payload["solution"]["derivedKey"] = "0" * 64
    forged = base64.b64encode(json.dumps(payload).encode()).decode()
    for text in ("", "x", "e30=", "0" * 5000, forged):
        assert proof.solved(text) == ""


def test_a_challenge_of_somebody_else_does_not(settings):
    made = answer(proof.challenge(hardest=50))
    settings.SECRET_KEY = "another"
    assert proof.solved(made) == ""


def test_an_old_one_does_not():
    assert proof.solved(answer(proof.challenge(hardest=50, valid=timedelta(seconds=-1)))) == ""
