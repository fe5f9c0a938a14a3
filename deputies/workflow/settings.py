"""How a committee keeps its files, and whether it counts points: changed by its own staff, with an event."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import Unit, User
from common.errors import NotAllowedError, RuleError
from deputies import rules
from deputies.models import DutySetting, ScoreBatch
from deputies.workflow.recording import record as write


@transaction.atomic
def keep_setting(
    unit: Unit, *, group_first: bool, objection_days: int, scoring: bool, actor: User, at: datetime | None = None
) -> DutySetting:
    """Write the setting of `unit`; points are turned off only when no round is running."""
    if not rules.keeps_unit(actor, unit):
        raise NotAllowedError("只有本级选工委工作人员能改这里。")
    setting, _ = DutySetting.objects.get_or_create(unit=unit)
    if setting.scoring and not scoring and ScoreBatch.objects.running().filter(unit=unit).exists():
        raise RuleError("有一批年度评定还没有结束。请先结束或撤销，再关掉量化计分。", field="scoring")
    wanted = {"group_first": group_first, "objection_days": objection_days, "scoring": scoring}
    changed = {name: value for name, value in wanted.items() if getattr(setting, name) != value}
    if changed:
        DutySetting.objects.filter(pk=setting.pk).update(**changed)
        setting.refresh_from_db()
        write(setting, step="set", actor=actor, at=at or timezone.now(), data=changed)
    return setting
