"""The shape of what is typed into the pages of deputies."""

from deputies.forms.register import ProposeForm, PublishForm, RevealForm, SeatMoveForm

__all__ = ["ProposeForm", "PublishForm", "RevealForm", "SeatMoveForm"]
