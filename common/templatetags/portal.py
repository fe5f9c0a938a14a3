"""Template tags of the portal, loaded as builtins everywhere."""

from django import template

register = template.Library()
