"""Residents' messages for tests, made by the verbs."""

from datetime import date, time
from io import BytesIO
from uuid import uuid4

from django.core.files.base import ContentFile
from PIL import Image

from common.files import Accepted
from stations.models import Message
from stations.workflow.answering import answer as answer_message
from stations.workflow.answering import pass_town, pass_up, redirect
from stations.workflow.message import Attached, Letter, send, set_aside
from stations.workflow.message import pin_of as pin
from tests.world import moment, taken

SENT_ON = date(2024, 5, 20)
WORDS = "东街路口的红绿灯坏了半个月，孩子上学过马路害怕。"
PHONE = "13900005678"
AT = moment(SENT_ON, 3)
__all__ = ["date", "pin", "time"]


def message(world, to="deputy", **facts):
    """A message to `to`, already let in unless `held` is given."""
    said = {"text": WORDS, "name": "李秀兰", "phone": PHONE, **taken(Letter, facts)}
    facts = {"station": world.station, "deputy": world.deputy, "client_id": uuid4(), "at": AT, **facts}
    made = send(Letter(to, **said), **facts)
    return load(made)


def load(made):
    """As a page loads it."""
    return Message.objects.with_list_data().get(pk=made.pk)


def message_in(world, status, to="deputy"):
    """A message walked to `status`."""
    made = message(world, to, held="proof" if status in ("held", "set_aside") else "")
    actor = world["staff"] if to == "county" else world["liaison"]
    walks = {
        "set_aside": lambda: set_aside(made, actor=actor, note="广告"),
        "passed": lambda: pass_up(made, actor=actor, at=AT),
        "town": lambda: pass_town(made, actor=actor, at=AT),
        "answered": lambda: answer_message(made, text="已请交警来修，本周修好。", actor=actor, at=moment(SENT_ON, 5)),
        "redirected": lambda: redirect(made, door="court", actor=actor, at=AT),
    }
    walks.get(status, lambda: None)()
    return load(made)


def voice(seconds=12, data=b"#!AMR\n" + b"\x3c" + b"\x00" * 31):
    """A recording that has passed."""
    file = ContentFile(data, name="录音.amr")
    return Attached("voice", Accepted("录音.amr", "audio/amr", len(data), "0" * 64, file), seconds)


def jpeg(size=(40, 30), exif=None):
    """The bytes of a photo, as a telephone writes it."""
    out = BytesIO()
    Image.new("RGB", size, "red").save(out, "JPEG", **({"exif": exif} if exif else {}))
    return out.getvalue()
