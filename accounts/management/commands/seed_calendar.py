"""`manage.py seed_calendar`: fill the working calendar; safe to repeat, run it when a notice is out."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from accounts.calendar import seed_years


class Command(BaseCommand):
    help = "Fill the working calendar of the given years (default: last year to the year after next)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--years", nargs="+", type=int, help="years to fill, for example 2024 2025")

    def handle(self, *_args: Any, **options: Any) -> None:
        this = timezone.localdate().year
        years = options["years"] or range(this - 1, this + 3)
        made = seed_years(years)
        self.stdout.write(f"{', '.join(map(str, years))}: {made} days added")
