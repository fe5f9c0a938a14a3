"""区划: the tree of places."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from accounts.choices import CodeSystem, RegionLevel
from accounts.querysets import RegionQuerySet


class Region(models.Model):
    """A place in the administrative tree. Scope is tested by `path`, never by code prefix.

    `path` holds the ids from the root, `/1/5/`. A statistical (NBS) row points by `same_as` to the
    administrative place it stands for; the tree that people see is the administrative one.
    """

    system = models.CharField("代码体系", max_length=3, choices=CodeSystem, default=CodeSystem.MCA)
    code = models.CharField("代码", max_length=12)
    name = models.CharField("名称", max_length=60)
    level = models.CharField("级别", max_length=10, choices=RegionLevel)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级"
    )
    path = models.CharField("路径", max_length=120, blank=True, editable=False, db_index=True)
    same_as = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="other_codes", verbose_name="对应行政区划"
    )
    order = models.PositiveIntegerField("区划序", default=0)
    valid_to = models.DateField("停用日期", null=True, blank=True)

    objects = RegionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "区划"
        ordering = ("order", "code")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["system", "code"],
                condition=Q(valid_to=None),
                name="region_code_once",
                violation_error_message="这个代码体系里已经有这个代码。",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store the path with the row: it is a fact of the tree, not something to remember to set."""
        super().save(*args, **kwargs)
        path = f"{self.parent.path if self.parent else '/'}{self.pk}/"
        if path != self.path:
            type(self).objects.filter(pk=self.pk).update(path=path)
            old, self.path = self.path, path
            if old:
                self._move_children(old)

    def _move_children(self, old: str) -> None:
        for child in type(self).objects.filter(path__startswith=old).exclude(pk=self.pk):
            type(self).objects.filter(pk=child.pk).update(path=self.path + child.path[len(old) :])
