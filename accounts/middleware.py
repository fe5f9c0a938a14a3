"""What every request passes: signed in, not idle too long, password changed."""

from __future__ import annotations

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.utils.deprecation import MiddlewareMixin


class IdleSignOutMiddleware(MiddlewareMixin):
    """Signs out after a time without activity."""


class PortalLoginRequiredMiddleware(LoginRequiredMiddleware):
    """Every page but the marked ones asks for sign-in."""


class MustChangePasswordMiddleware(MiddlewareMixin):
    """A password set by somebody else is changed first."""
