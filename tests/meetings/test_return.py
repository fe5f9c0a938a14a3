"""From the laptop's file to the record: locked for the server, shown first, all or nothing, once."""

import json
import os
from base64 import b64decode, b64encode
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from common.errors import RuleError
from meetings import workflow
from meetings.imports.laptop import CURVE, public_lock, read_file, stamp_of
from meetings.models import RaisedOpinion

pytestmark = pytest.mark.django_db


def locked(hall, entries, *, user=None, stamp=None, sitting=None, **outside):
    """The file as static/portal/capture-file.js makes it."""
    sitting = sitting or hall.sitting
    own = ec.generate_private_key(CURVE)
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, b64decode(public_lock()))
    pub = own.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    key = HKDF(algorithm=SHA256(), length=32, salt=pub, info=b"portal capture file").derive(
        own.exchange(ec.ECDH(), theirs)
    )
    iv = os.urandom(12)
    inside = {"stamp": stamp or stamp_of(sitting, user or hall.staff), "entries": entries}
    box = AESGCM(key).encrypt(iv, json.dumps(inside).encode(), str(sitting.pk).encode())
    words = {name: b64encode(value).decode() for name, value in (("pub", pub), ("iv", iv), ("box", box))}
    return json.dumps({"portal": "capture", "form": 1, "sitting": sitting.pk, **words, **outside})


def row(hall, number, text, **body):
    key = str(uuid4())
    body = {
        "client_id": key,
        "speaker": f"p{hall.people[1].pk}",
        "topic": 0,
        "intent": "suggest",
        "original": text,
        **body,
    }
    return {"client_id": key, "kind": "row", "seq": number, "body": body}


def bring(client, hall, words, **data):
    file = SimpleUploadedFile("会场记录.json", words.encode() if isinstance(words, str) else words)
    return client.post(reverse("meetings:sitting_return", args=[hall.sitting.pk]), {"file": file, **data})


def confirm(client, hall, words):
    return client.post(reverse("meetings:sitting_return", args=[hall.sitting.pk]), {"kept": words, "confirm": "on"})


def texts(hall):
    rows = RaisedOpinion.objects.live().filter(sitting=hall.sitting).order_by("order").select_related("opinion")
    return [one.opinion.original for one in rows]


def test_the_file_is_shown_and_then_written_once(hall, as_user):
    client = as_user("staff")
    words = locked(hall, [row(hall, 2, "后一句。"), row(hall, 1, "前一句。")])
    shown = bring(client, hall, words)
    assert shown.status_code == 200
    assert "新的意见 2 条，还没有写入" in shown.content.decode()
    assert texts(hall) == []
    for _ in range(2):
        assert confirm(client, hall, words).status_code == 302
        assert texts(hall) == ["前一句。", "后一句。"]
    assert "已经有了，不再导" in bring(client, hall, words).content.decode()


def test_one_bad_row_and_nothing_is_written(hall, as_user):
    words = locked(
        hall,
        [row(hall, 1, "好的一句。"), row(hall, 2, "不知道谁说的。", speaker="p999999"), {"kind": "shout", "seq": 3}],
    )
    for answer in (bring(as_user("staff"), hall, words), confirm(as_user("staff"), hall, words)):
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "第 2 行（新记“不知道谁说的。”）：这个发言人不在本场名单里" in page
        assert "第 3 行" in page
    assert texts(hall) == []


def test_a_whole_afternoon_comes_back(hall, as_user):
    hall.sitting = hall.new_sitting("第三组", started=False)
    person, first = str(uuid4()), None
    entries = [{"client_id": "s", "kind": "start", "seq": 1, "body": {}}]
    entries.append(
        {
            "client_id": person,
            "kind": "person",
            "seq": 2,
            "body": {"client_id": person, "name": "田红霞", "capacity": "grid"},
        }
    )
    entries += [row(hall, n, f"第 {n} 句。", speaker=person) for n in range(3, 203)]
    first = entries[2]["client_id"]
    entries.append(
        {"client_id": "e", "kind": "edit", "seq": 203, "target": first, "body": {"version": 1, "original": "改过的。"}}
    )
    entries.append({"client_id": "d", "kind": "delete", "seq": 204, "target": entries[3]["client_id"], "body": {}})
    words = locked(hall, entries)
    assert confirm(as_user("staff"), hall, words).status_code == 302
    assert texts(hall) == ["改过的。", *(f"第 {n} 句。" for n in range(5, 203))]


def test_rows_stay_their_recorders(hall, as_user, world):
    workflow.end(hall.sitting, actor=hall.staff)
    early = row(hall, 1, "早先记的。", said_at="2024-05-14T06:30:00.000Z")
    assert confirm(as_user("staff"), hall, locked(hall, [early], user=world["staff"])).status_code == 302
    assert RaisedOpinion.objects.get().recorder == world["staff"]


def test_a_recorder_who_may_no_longer_record_loses_no_word(hall, as_user, world):
    assert (
        confirm(
            as_user("staff"), hall, locked(hall, [row(hall, 1, "调走以前记的。")], user=world["outsider"])
        ).status_code
        == 302
    )
    assert RaisedOpinion.objects.get().recorder == world["staff"]


def test_what_is_no_file_of_ours_is_refused_in_a_sentence(hall, as_user):
    good = json.loads(locked(hall, [row(hall, 1, "一句。")]))
    wrong = [b"", b"\xff\xfe", "no json", "[]", "{}", json.dumps(good | {"box": b64encode(os.urandom(64)).decode()})]
    wrong += [
        json.dumps(good | {"pub": "AAAA"}),
        locked(hall, [{"no": "seq"}]),
        locked(hall, [], stamp="forged"),
        json.dumps(good | {"form": 2}),
    ]
    for words in wrong:
        answer = bring(as_user("staff"), hall, words)
        assert answer.status_code == 422
        assert any(said in answer.content.decode() for said in ("不是会场带回的文件", "文件是空的"))
    answer = as_user("staff").post(reverse("meetings:sitting_return", args=[hall.sitting.pk]), {})
    assert "请先选择文件" in answer.content.decode()


def test_a_file_of_another_sitting_is_refused(hall):
    other = hall.new_sitting("第三组")
    with pytest.raises(RuleError, match="另一场会议"):
        read_file(locked(hall, [], sitting=other), hall.sitting)
    with pytest.raises(RuleError, match="不是会场带回的文件"):
        read_file(locked(hall, [], stamp=stamp_of(other, hall.staff)), hall.sitting)


@pytest.mark.parametrize(("persona", "status"), [("staff", 200), ("office", 403), ("outsider", 404), ("head", 404)])
def test_who_opens_the_page(hall, as_user, persona, status):
    assert as_user(persona).get(reverse("meetings:sitting_return", args=[hall.sitting.pk])).status_code == status
