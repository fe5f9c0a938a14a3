"""The words a list is drafted with, from what its matters are."""

from __future__ import annotations

from collections.abc import Sequence

from opinions.choices import OccasionKind
from opinions.models import Matter


def title_of(matters: Sequence[Matter]) -> str:
    """审议意见和代表、群众意见建议交办清单, under the meeting's full name."""
    occasion = matters[0].occasion if matters else None
    if occasion and occasion.kind == OccasionKind.FORUM:
        return f"{occasion.title}意见建议交办清单"
    head = occasion.title if occasion else "代表联络站"
    return f"{head}审议意见和代表、群众意见建议交办清单" if occasion else f"{head}意见建议交办清单"


def opening_of(matters: Sequence[Matter]) -> str:
    """The facts the paper begins with; the paper itself adds how many items and “现转交你们研究处理”."""
    occasion = matters[0].occasion if matters else None
    count = Matter.objects.filter(pk__in=[m.pk for m in matters]).values("opinions").distinct().count()
    if occasion and occasion.kind == OccasionKind.FORUM:
        return f"{occasion.title}上，代表、公民提出意见建议，本清单涉及{count}条。"
    where = f"{occasion.title}期间，组成人员、列席人员、代表和群众" if occasion else "代表联络站接待群众"
    return f"{where}提出意见建议，本清单涉及{count}条。"
