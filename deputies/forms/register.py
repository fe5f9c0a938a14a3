"""The shape of what is typed into the register and the grouping of its deputies."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.choices import RegionLevel, Role
from accounts.models import Region
from common.forms import CnDateField, PortalForm, choices_of
from deputies.models import GroupingProposal, ProposedGroup, ProposedSeat


class ProposeForm(PortalForm):
    """For which county groups are proposed, and how many there are to be."""

    region = forms.ModelChoiceField(Region.objects.none(), label="县（区）", empty_label="请选择")
    total = forms.IntegerField(
        label="一共编几个小组",
        min_value=1,
        max_value=9999,
        required=False,
        help_text="不填就照现有的小组数；还没有小组的，按每组大约 15 名代表编。",
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = Region.objects.filter(user.scopes.in_region("path", Role.STAFF), level=RegionLevel.COUNTY)
        choices_of(self, "region").queryset = mine
        if len(mine) == 1:
            self.initial.setdefault("region", mine[0])


class SeatMoveForm(PortalForm):
    """Another group of the same township for one person."""

    target = forms.ModelChoiceField(
        ProposedGroup.objects.none(), label="移到", error_messages={"required": "请先选要移到哪个小组。"}
    )

    def __init__(self, *args: Any, seat: ProposedSeat, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices_of(self, "target").queryset = ProposedGroup.objects.filter(proposal=seat.proposal_id)


class PublishForm(PortalForm):
    """From which day the groups are as proposed."""

    on = CnDateField(label="从哪一天起", help_text="换组的人，原小组记到这一天，新小组从这一天记起。")

    def __init__(self, *args: Any, proposal: GroupingProposal, **kwargs: Any) -> None:
        super().__init__(*args, auto_id=f"publish-{proposal.pk}-%s", **kwargs)


class RevealForm(PortalForm):
    """Why somebody looks behind the mask."""

    reason = forms.CharField(
        label="为什么要看", max_length=120, help_text="会记入审计日志，如：通知5月30日接待日改期。"
    )
