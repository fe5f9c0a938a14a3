"""Writes that are not status changes: duty records from the rooms above, notices."""

from deputies.actions.duties import record_duty, record_duty_of, withdraw_duty

__all__ = ["record_duty", "record_duty_of", "withdraw_duty"]
