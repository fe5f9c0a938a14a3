"""The templates by which a place prepares its meetings: named, filled with steps, put in order, taken out of use."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Max

from accounts.actions import audit
from accounts.choices import AuditAction, Role
from accounts.models import Region, User
from common.errors import NotAllowedError, RuleError
from meetings import rules
from meetings.choices import ApprovalBody, StepKind, StepOwner
from meetings.models import MeetingStep, ProcessTemplate, TemplateStep

STEPS_MAX = 60
NO_SECRETARY = "县（区）没有秘书长，不经秘书长联席会议。请选主任会议。"


def check_keeper(actor: User, template: ProcessTemplate) -> None:
    if not rules.may_keep_template(actor, template):
        raise NotAllowedError("您可以看这个流程，但不能修改它。")


def _touch(template: ProcessTemplate, actor: User, what: str) -> None:
    """Write the template first: it locks it, so that two hands come one after the other. Then the audit line."""
    ProcessTemplate.objects.filter(pk=template.pk).update(version=F("version") + 1)
    template.refresh_from_db(fields=["version"])
    audit(actor, AuditAction.CATALOGUE, f"会务流程 {template.pk}", f"{template.name}：{what}")


def _whole(row: Any) -> None:
    """A row that keeps its own rules; what it refuses goes beside the field."""
    try:
        row.full_clean(exclude=[one.name for one in row._meta.fields if one.is_relation])  # noqa: SLF001
    except ValidationError as error:
        field, texts = next(iter(error.message_dict.items()))
        raise RuleError(texts[0], field=field) from error


@transaction.atomic
def create_template(*, actor: User, region: Region, name: str, has_secretary: bool) -> ProcessTemplate:
    """An empty template of a place. Refused elsewhere, and for a name already taken."""
    if not actor.scopes.covers(region.path, Role.STAFF):
        raise NotAllowedError("您不能为这个地方定流程。")
    if ProcessTemplate.objects.filter(region=region, name=name.strip()).exists():
        raise RuleError("这个地方已经有同名的流程，请换个名称。", field="name")
    made = ProcessTemplate(region=region, name=name.strip(), has_secretary=has_secretary)
    _whole(made)
    made.save()
    audit(actor, AuditAction.CATALOGUE, f"会务流程 {made.pk}", f"{made.name}：新建")
    return made


@transaction.atomic
def edit_template(
    template: ProcessTemplate, *, actor: User, name: str, has_secretary: bool, is_used: bool
) -> ProcessTemplate:
    """Rename it, take it out of use or into use. Meetings prepared by it keep their own steps."""
    check_keeper(actor, template)
    _touch(template, actor, f"改为“{name.strip()}”，{'在用' if is_used else '停用'}")
    twins = ProcessTemplate.objects.filter(region_id=template.region_id, name=name.strip()).exclude(pk=template.pk)
    if twins.exists():
        raise RuleError("这个地方已经有同名的流程，请换个名称。", field="name")
    if not has_secretary and template.steps.filter(body=ApprovalBody.SECRETARIES).exists():
        raise RuleError("流程里还有秘书长联席会议这一步，请先改那一步。", field="has_secretary")
    template.name, template.has_secretary, template.is_used = name.strip(), has_secretary, is_used
    template.save(update_fields=["name", "has_secretary", "is_used"])
    return template


@transaction.atomic
def add_template_step(template: ProcessTemplate, *, actor: User, **facts: Any) -> TemplateStep:
    """One more step, at the end. Refused as the step's own rules refuse."""
    check_keeper(actor, template)
    _touch(template, actor, f"加一步“{facts['title']}”")
    if template.steps.count() >= STEPS_MAX:
        raise RuleError(f"一个流程最多 {STEPS_MAX} 步。")
    order = (template.steps.aggregate(last=Max("order"))["last"] or 0) + 1
    return _stored(TemplateStep(template=template, order=order, **facts))


@transaction.atomic
def edit_template_step(step: TemplateStep, *, actor: User, **facts: Any) -> TemplateStep:
    """Correct a step; meetings already prepared by the template keep theirs."""
    check_keeper(actor, step.template)
    _touch(step.template, actor, f"改步骤“{facts['title']}”")
    for name, value in facts.items():
        setattr(step, name, value)
    return _stored(step)


def store_step(step: TemplateStep | MeetingStep, *, has_secretary: bool) -> None:
    """Save a step of a template or of a meeting whose facts agree; else RuleError beside the field."""
    if step.kind != StepKind.APPROVAL:
        step.body = ""
    elif not step.body:
        raise RuleError("请选由谁审批。", field="body")
    if step.body == ApprovalBody.SECRETARIES and not has_secretary:
        raise RuleError(NO_SECRETARY, field="body")
    if step.owner != StepOwner.OTHER:
        step.owner_unit, step.owner_name = None, ""
    elif step.owner_unit is None and not step.owner_name:
        raise RuleError("交给其他单位办的，请选单位或者写名称。", field="owner_name")
    _whole(step)
    step.save()


def _stored(step: TemplateStep) -> TemplateStep:
    store_step(step, has_secretary=step.template.has_secretary)
    return step


@transaction.atomic
def remove_template_step(step: TemplateStep, *, actor: User) -> None:
    """Take a step out; meetings already prepared by the template keep theirs."""
    check_keeper(actor, step.template)
    _touch(step.template, actor, f"删步骤“{step.title}”")
    step.delete()


@transaction.atomic
def move_template_step(step: TemplateStep, *, actor: User, up: bool) -> TemplateStep:
    """One place up or down. At the end of the list nothing changes."""
    check_keeper(actor, step.template)
    _touch(step.template, actor, f"{'上移' if up else '下移'}“{step.title}”")
    rows = list(step.template.steps.order_by("order", "id"))
    here = next((place for place, row in enumerate(rows) if row.pk == step.pk), None)
    if here is None:
        raise RuleError("这一步刚刚被删掉了，请刷新页面。")
    there = here + (-1 if up else 1)
    if 0 <= there < len(rows):
        rows[here], rows[there] = rows[there], rows[here]
    for order, row in enumerate(rows, 1):
        row.order = order
    TemplateStep.objects.bulk_update(rows, ["order"])
    return step
