"""A bound phone belongs to a deputy with a mandate in force: suspended this morning, it does not come back."""

from __future__ import annotations

from django.utils import timezone

from accounts.choices import PhoneEnd
from accounts.middleware import BoundPhoneMiddleware
from accounts.models import User
from deputies.workflow.entry import obstacle_of


class DeputyPhoneMiddleware(BoundPhoneMiddleware):
    """As `BoundPhoneMiddleware`, which knows accounts alone."""

    def obstacle(self, user: User) -> PhoneEnd | None:
        return obstacle_of(user, timezone.localdate())
