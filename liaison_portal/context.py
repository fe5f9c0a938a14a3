"""What every full page needs: navigation, unread notices, the demonstration mark."""

from typing import Any

from django.http import HttpRequest


def portal(request: HttpRequest) -> dict[str, Any]:
    """Context shared by all pages."""
    return {"nav": []}
