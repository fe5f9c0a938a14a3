"""Fields that are stored encrypted, values that are looked up by keyed hash, and how both are masked.

Every key is derived from `settings.FIELD_KEY`. A stored value names its cipher (`a1:` is
AES-256-GCM), so another one, SM4 say, is one more line in `CIPHERS` and old rows stay readable.
"""

import hashlib
import hmac
import re
import secrets
import unicodedata
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from functools import lru_cache
from typing import Any, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core import checks
from django.core.exceptions import FieldError
from django.db import models
from django.db.models.lookups import Exact

from common.text import surname_of


class FieldKeyError(Exception):
    """A stored value cannot be opened: the key is not the one it was sealed with, or it is damaged."""


class Cipher(Protocol):
    """What a cipher can do. `open` raises FieldKeyError for anything that `seal` did not make."""

    def seal(self, data: bytes) -> str: ...

    def open(self, sealed: str) -> bytes: ...


class AesGcm:
    """AES-256-GCM with a random 96-bit nonce in front, as URL-safe base64."""

    NONCE = 12

    def __init__(self, key: bytes) -> None:
        self._aead = AESGCM(key)

    def seal(self, data: bytes) -> str:
        nonce = secrets.token_bytes(self.NONCE)
        return urlsafe_b64encode(nonce + self._aead.encrypt(nonce, data, None)).decode()

    def open(self, sealed: str) -> bytes:
        try:
            raw = urlsafe_b64decode(sealed)
            return self._aead.decrypt(raw[: self.NONCE], raw[self.NONCE :], None)
        except (InvalidTag, ValueError) as error:
            raise FieldKeyError(
                "an encrypted field cannot be opened: PORTAL_FIELD_KEY is not the key it was sealed with, "
                "or the value is damaged"
            ) from error


# The first one seals; every one opens what bears its name.
CIPHERS: dict[str, Callable[[bytes], Cipher]] = {"a1": AesGcm}


@lru_cache(maxsize=32)
def _derive(secret: str, purpose: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=f"portal:{purpose}".encode()).derive(secret.encode())


def derived_key(purpose: str) -> bytes:
    """32 bytes of our key for one purpose: the same each time, and from one nobody learns another."""
    return _derive(settings.FIELD_KEY, purpose)


@lru_cache(maxsize=16)
def _cipher(name: str, secret: str) -> Cipher:
    return CIPHERS[name](_derive(secret, f"field:{name}"))


def seal(text: str) -> str:
    """`text` encrypted with the present cipher; an empty string stays empty."""
    if not text:
        return ""
    name = next(iter(CIPHERS))
    return f"{name}:{_cipher(name, settings.FIELD_KEY).seal(text.encode())}"


def unseal(stored: str) -> str:
    """What `seal` was given. Raises FieldKeyError for a foreign key, a damaged value or plain text."""
    if not stored:
        return ""
    name, _, body = stored.partition(":")
    if name not in CIPHERS:
        raise FieldKeyError("an encrypted field holds a value that no known cipher has sealed")
    return _cipher(name, settings.FIELD_KEY).open(body).decode()


class _IsEmpty(Exact):
    """The one comparison an encrypted column allows: is there a value at all."""

    def get_prep_lookup(self) -> Any:
        if self.rhs not in ("", None):
            raise FieldError("an encrypted field can only be compared with ''; look it up by its keyed hash")
        return super().get_prep_lookup()


class EncryptedTextField(models.TextField):
    """Text that the database never sees in clear; in Python it is an ordinary string.

    Cannot be searched, ordered, indexed or unique: keep `keyed_hash(value)` beside it for look-up.
    `filter(f="")`, `exclude(f="")` and `isnull` work, every other lookup raises FieldError.
    `dumpdata` writes clear text; back up the database and the key instead.
    """

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return seal(value) if isinstance(value, str) else value

    def from_db_value(self, value: str | None, _expression: Any, _connection: Any) -> str | None:
        return None if value is None else unseal(value)

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name == "exact":
            return _IsEmpty
        if lookup_name == "isnull":
            return super().get_lookup(lookup_name)
        raise FieldError(f"{self.name} is encrypted and cannot be filtered by {lookup_name}; use its keyed hash")

    def get_transform(self, lookup_name: str) -> Any:
        raise FieldError(f"{self.name} is encrypted and cannot be filtered by {lookup_name}; use its keyed hash")

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:
        found = super().check(**kwargs)
        if self.unique or getattr(self, "db_index", False):
            found.append(checks.Error("an encrypted field cannot be unique or indexed", obj=self, id="common.E001"))
        return found


_PHONE_LIKE = re.compile(r"[\d\s()+.\-\u2010-\u2015]+")
_COUNTRY_CODE = re.compile(r"^(?:00)?86(?=1\d{10}$)")


def keyed_hash(value: str) -> str:
    """64 hexadecimal digits by which `value` is found again without being stored in clear.

    Width, surrounding blanks and, in a telephone number, blanks, hyphens and +86 make no
    difference. Nothing gives "", so that two people without a number are not the same person.
    """
    text = unicodedata.normalize("NFKC", value).strip()
    if _PHONE_LIKE.fullmatch(text):
        text = _COUNTRY_CODE.sub("", re.sub(r"\D", "", text))
    if not text:
        return ""
    return hmac.new(_derive(settings.FIELD_KEY, "hash"), text.encode(), hashlib.sha256).hexdigest()


_LANDLINE = re.compile(r"(0(?:10|2\d|[3-9]\d{2}))(\d{7,8})")
_LONG_ENOUGH = 6  # of a shorter number two digits would tell too much


def mask_phone(phone: str) -> str:
    """A number as lists show it: `138****1234`, `0396-****234`; what is no number keeps two digits at most."""
    text = unicodedata.normalize("NFKC", phone).strip()
    return re.sub(r"\+?\d[\d\s()\-]*\d|\d", lambda found: _mask_number(found.group()), text)


def _mask_number(number: str) -> str:
    digits = _COUNTRY_CODE.sub("", re.sub(r"\D", "", number))
    if re.fullmatch(r"1\d{10}", digits):
        return f"{digits[:3]}****{digits[-4:]}"
    if landline := _LANDLINE.fullmatch(digits):
        area, rest = landline.groups()
        return f"{area}-{'*' * (len(rest) - 3)}{rest[-3:]}"
    shown = digits[-2:] if len(digits) >= _LONG_ENOUGH else ""
    return "*" * (len(digits) - len(shown)) + shown


def mask_name(name: str) -> str:
    """A name as lists show it: the surname and a star for each further character (`张**`, `欧阳*`)."""
    text = name.strip()
    kept = surname_of(text) if len(text) > 1 else ""
    return kept + "*" * (len(text) - len(kept))


_AREA = re.compile(r".*(?:省|市|县|区|镇|乡|街道|社区|小区|村|庄|街|路|巷)")


def mask_address(address: str) -> str:
    """An address as papers show it: the village, community or street, never the door (`东湖社区****`)."""
    text = " ".join(address.split())
    if not text:
        return ""
    area = _AREA.match(re.split(r"\d", unicodedata.normalize("NFKC", text))[0])
    return f"{area.group() if area else ''}****"
