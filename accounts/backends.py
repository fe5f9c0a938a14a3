"""Who someone is, and what they may keep in the catalogues."""

from __future__ import annotations

from django.contrib.auth.backends import BaseBackend


class PortalBackend(BaseBackend):
    """Signs in by account and password; reads the user and the grants in one query."""
