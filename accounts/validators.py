"""Checks of single values that users choose."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError

if TYPE_CHECKING:
    from accounts.models import User

KINDS_WANTED = 3


def kinds_of(password: str) -> int:
    """How many of four kinds of characters `password` has: small, capital, digit, anything else."""
    small = any(c.isascii() and c.islower() for c in password)
    capital = any(c.isascii() and c.isupper() for c in password)
    digit = any(c.isdigit() for c in password)
    other = any(not (c.isascii() and c.isalnum()) for c in password)
    return sum((small, capital, digit, other))


class LengthValidator:
    """Refuses a short password, in our own words: Django's sentence has no Chinese for it."""

    def __init__(self, min_length: int = 8) -> None:
        self.min_length = min_length

    def validate(self, password: str, user: User | None = None) -> None:  # noqa: ARG002 - Django's signature
        if len(password) < self.min_length:
            message = f"密码至少要 {self.min_length} 位，现在只有 {len(password)} 位。"
            raise ValidationError(message, code="password_too_short")

    def get_help_text(self) -> str:
        return f"密码至少要 {self.min_length} 位。"


class ThreeKindsValidator:
    """Refuses a password of fewer than three kinds of characters (等级保护 for passwords)."""

    def validate(self, password: str, user: User | None = None) -> None:  # noqa: ARG002 - Django's signature
        if kinds_of(password) < KINDS_WANTED:
            raise ValidationError(self.get_help_text(), code="password_too_plain")

    def get_help_text(self) -> str:
        return "密码里要有小写字母、大写字母、数字、符号中的至少三种。"
