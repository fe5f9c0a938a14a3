"""Many choices as chips, drawn in one go: a template for each of a hundred units took half of a page's time."""

from typing import Any

from crispy_forms.templatetags.crispy_forms_filters import optgroups
from django import template
from django.forms import BoundField
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()
CHIP = '<label class="chip" for="{}"><input type="{}" name="{}" value="{}"{}{}><span>{}</span></label>'


@register.filter
def chips(field: BoundField) -> SafeString:
    """Every choice of a radio or checkbox field as a label with its input; a wrong field's inputs say so."""
    wrong = SafeString(' class="is-invalid"' if field.errors else "")
    groups = ((group, [_chip(field, option, wrong) for option in options]) for group, options, _ in optgroups(field))
    return format_html_join("", "{}{}", ((_head(group), format_html_join("", CHIP, rows)) for group, rows in groups))


def _chip(field: BoundField, option: dict[str, Any], wrong: SafeString) -> tuple[Any, ...]:
    attrs = option["attrs"]
    given = (attrs.get("id", ""), option["type"], field.html_name, str(option["value"]))
    return *given, wrong, flatatt(attrs), option["label"]


def _head(group: str | None) -> SafeString:
    return format_html('<strong class="w-100">{}</strong>', group) if group else SafeString("")
