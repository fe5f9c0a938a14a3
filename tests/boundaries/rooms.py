"""The rooms of the house from the lowest up; a room names only what is below it."""

from pathlib import Path

from django.conf import settings

ROOMS = ("common", "accounts", "deputies", "opinions", "stations", "meetings", "liaison_portal")
TEMPLATES = Path(settings.BASE_DIR) / "templates"


def above(label):
    """The rooms that `label` must not know."""
    return set(ROOMS[ROOMS.index(label) + 1 :])
