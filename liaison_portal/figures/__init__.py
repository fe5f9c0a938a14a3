"""The leader's one page: how much came in, what became of it, on time or not, and how it was received.

Places and units stand in official order and one neutral colour, nobody is ranked; under ten cases
are told as counts; a month that is not over says so. The sentence at the top is a proposal.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from accounts.models import User
from liaison_portal.figures.charts import Chart, charts_of, places_of
from liaison_portal.figures.periods import Period
from opinions.choices import Capacity
from opinions.reports.figures import Figures, draft_sentence, figures, share

CHARS_A_LINE = 44
PUBLIC = frozenset(
    (Capacity.COUNTY_DEPUTY, Capacity.TOWN_DEPUTY, Capacity.GRID, Capacity.RESIDENT, Capacity.CITIZEN_REP)
)


@dataclass(frozen=True)
class FiguresPage:
    """Everything the page draws for one period."""

    period: Period
    found: Figures
    sentence: str
    charts: list[Chart]
    places: Chart

    @property
    def say_rows(self) -> int:
        """Lines the sentence takes on paper, for browsers whose boxes do not grow by themselves."""
        return len(self.sentence) // CHARS_A_LINE + 1

    @property
    def public(self) -> int:
        """How many opinions came from deputies of county and township, grid workers and residents."""
        return sum(tally.count for tally in self.found.capacities if tally.url_value in PUBLIC)

    @property
    def answered(self) -> int:
        return self.found.total("answered")

    @property
    def overdue(self) -> int:
        return self.found.total("overdue")

    @property
    def on_time_said(self) -> str:
        """“按期 7 个”; the share only from ten on."""
        if not self.answered:
            return "还没有答复"
        rate = share(self.found.total("on_time"), self.answered)
        return f"按期 {self.found.total('on_time')} 个" + (f"（{rate}）" if rate else "")


def page_of(user: User, period: Period, on: date) -> FiguresPage:
    """The figures `user` may see of `period`, as they stand on `on`; the queries do not grow with the rows."""
    found = figures(user, period.since, on, occasion=period.occasion)
    return FiguresPage(
        period=period,
        found=found,
        sentence=f"{period.title}，{draft_sentence(found)}",
        charts=charts_of(user, period, found),
        places=places_of(user, period, on),
    )
