"""The house itself: settings, addresses, the home page of each role, the one-page figures."""

from liaison_portal.celery import app as celery_app

__all__ = ["celery_app"]
