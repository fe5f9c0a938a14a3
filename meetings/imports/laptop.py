"""The file a recorder carries back from where there was no network: locked for us alone, and vouched for.

A laptop agrees on a key with our public one (ECDH P-256, HKDF, AES-256-GCM; static/portal/capture-file.js), so whoever
finds the file reads nothing. The stamp inside was given to its recorder signed in: nobody writes under another's name.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from dataclasses import dataclass
from functools import cache
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from django.core import signing

from accounts.models import User
from common.crypto import derived_key
from common.errors import RuleError
from meetings.models import Sitting

SALT = "meetings.imports.laptop"
CURVE = ec.SECP256R1()
MAX_BYTES, MAX_ENTRIES = 3 * 1024 * 1024, 2000
NOT_OURS = "这不是会场带回的文件，或者文件不完整。请重新导出一次。"


@dataclass(frozen=True)
class Returned:
    """What a laptop brings back: whose it is, and the entries in the order of writing."""

    recorder: User
    entries: list[dict[str, Any]]


def stamp_of(sitting: Sitting, user: User) -> str:
    """By which a file says who wrote it; given to that recorder alone."""
    return signing.dumps({"user": user.pk, "sitting": sitting.pk}, salt=SALT)


def public_lock() -> str:
    """Our public key, for a laptop to lock with."""
    return _public(settings.FIELD_KEY)


@cache
def _private(secret: str) -> ec.EllipticCurvePrivateKey:  # noqa: ARG001 - the cache is told which key it holds
    number = int.from_bytes(derived_key("capture-file:1") + derived_key("capture-file:2"), "big")
    order = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
    return ec.derive_private_key(number % (order - 1) + 1, CURVE)


@cache
def _public(secret: str) -> str:
    point = _private(secret).public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return b64encode(point).decode()


def read_file(words: str, sitting: Sitting) -> Returned:
    """Open the file for this sitting; RuleError for what is none, is damaged, or belongs to another sitting."""
    try:
        sealed = json.loads(words)
        if sealed["portal"] != "capture" or sealed["form"] != 1:
            raise RuleError(NOT_OURS)
        if sealed["sitting"] != sitting.pk:
            raise RuleError("这个文件是另一场会议的，请到那一场的页面导入。")
        inside = json.loads(_opened(sealed))
        stamp = signing.loads(inside["stamp"], salt=SALT)
        entries = sorted(inside["entries"], key=lambda one: one["seq"])
    except (ValueError, TypeError, KeyError, AttributeError, InvalidTag, signing.BadSignature) as error:
        raise RuleError(NOT_OURS) from error
    recorder = User.objects.filter(pk=stamp.get("user")).first()
    if stamp.get("sitting") != sitting.pk or recorder is None:
        raise RuleError(NOT_OURS)
    if len(entries) > MAX_ENTRIES:
        raise RuleError(f"一个文件最多 {MAX_ENTRIES} 条。")
    return Returned(recorder, entries)


def _opened(sealed: dict[str, Any]) -> bytes:
    pub, iv, box = (b64decode(sealed[name], validate=True) for name in ("pub", "iv", "box"))
    shared = _private(settings.FIELD_KEY).exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(CURVE, pub))
    key = HKDF(algorithm=SHA256(), length=32, salt=pub, info=b"portal capture file").derive(shared)
    return AESGCM(key).decrypt(iv, box, str(sealed["sitting"]).encode())
