"""The shape of what is typed into the pages of deputies."""

from django import forms

from common.forms import PortalForm


class RevealForm(PortalForm):
    """Why somebody looks behind the mask."""

    reason = forms.CharField(
        label="为什么要看", max_length=120, help_text="会记入审计日志，如：通知5月30日接待日改期。"
    )
