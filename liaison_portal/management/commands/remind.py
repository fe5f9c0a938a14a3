"""`manage.py remind [--on DATE]`: the daily round by hand, the same verbs that beat calls."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.workflow import phones
from meetings.actions import daily as preparing
from opinions.actions import reminders
from stations.actions import daily

ROUNDS = (reminders.run, daily.run, phones.remind, preparing.run)


class Command(BaseCommand):
    """Reminders, rating windows, unfinished papers and public notices of one day; run again it sends nothing twice."""

    help = "发送某一天的提醒，结束到期的评价。重复运行不会重复发送。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--on", metavar="DATE", help="哪一天，写成 2024-06-11；不写是今天")

    def handle(self, *_args: Any, **options: Any) -> None:
        day = self._day(options["on"])
        for run in ROUNDS:
            self.stdout.write(f"{day.isoformat()}：{run(day)}")

    @staticmethod
    def _day(text: str | None) -> date:
        if not text:
            return timezone.localdate()
        try:
            return date.fromisoformat(text)
        except ValueError as error:
            raise CommandError(f"日期“{text}”写得不对，请写成 2024-06-11 这样。") from error
