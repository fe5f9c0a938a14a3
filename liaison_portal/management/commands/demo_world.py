"""`manage.py demo_world`: the demonstration world, and bulk for measurements."""

from __future__ import annotations

import logging
import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from liaison_portal.demo import bulk, loading
from liaison_portal.demo.accounts import account_table
from liaison_portal.demo.bulk.province import ACCOUNTS, Size, write_province
from liaison_portal.demo.world import COUNTY, PROVINCE, SCALES

PROVINCE_OPINIONS = 200_000
MOST_CITIES = 30


class Command(BaseCommand):
    """Loads the world once; a second run keeps what is there. Refuses a portal that is no demonstration."""

    help = "Load the demonstration world (PORTAL_DEMO=1 only)"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--reset", action="store_true", help="empty the database and load anew")
        parser.add_argument("--scale", choices=SCALES, default=COUNTY)
        parser.add_argument("--opinions", type=int, help="have N bulk opinions beside the world")
        parser.add_argument("--cities", type=int, default=Size.cities, help="how many cities a province has")
        parser.add_argument("--accounts", action="store_true", help="only print the accounts")

    def handle(self, **options: Any) -> None:
        if options["accounts"]:
            self.stdout.write(account_table())
            return
        if not settings.PORTAL_DEMO:
            raise CommandError("demo_world loads invented data; it runs only with PORTAL_DEMO=1")
        wanted, cities = options["opinions"], options["cities"]
        if wanted is not None and wanted < 0:
            raise CommandError("--opinions takes a number that is not negative")
        if not 1 <= cities <= MOST_CITIES:
            raise CommandError(f"--cities takes a number from 1 to {MOST_CITIES}")
        self._load(scale=options["scale"], reset=options["reset"])
        if options["scale"] == PROVINCE:
            self._load_province(Size(cities=cities))
            wanted = PROVINCE_OPINIONS if wanted is None else wanted
        if wanted:
            self._load_bulk(wanted)

    def _load(self, *, scale: str, reset: bool) -> None:
        started = time.monotonic()
        loaded = loading.is_loaded()
        if not loaded and not loading.is_empty():
            raise CommandError("the database holds users that are no demonstration; nothing was touched")
        if loaded and not reset:
            self.stdout.write("演示数据已经在库里，保留不动（要重新生成，请加 --reset）。")
            return
        for name in ("celery", "kombu"):  # hundreds of notices sent in process are no news
            logging.getLogger(name).setLevel(logging.ERROR)
        world = loading.load(scale, anew=loaded)
        self.stdout.write(
            f"演示数据已生成：意见 {len(world.opinions)} 条，归并事项 {len(world.matters)} 个，"
            f"用时 {time.monotonic() - started:.1f} 秒。"
        )

    def _load_province(self, size: Size) -> None:
        started = time.monotonic()
        for line in write_province(size):
            self.stdout.write(line)
        names = "、".join(username for username, _, _ in ACCOUNTS)
        self.stdout.write(f"全省已生成，用时 {time.monotonic() - started:.1f} 秒。看全省的账号：{names}。")

    def _load_bulk(self, wanted: int) -> None:
        started = time.monotonic()
        made = bulk.top_up(wanted, lambda number: self.stdout.write(f"  批量意见 {number} / {wanted}"))
        self.stdout.write(f"批量意见：新增 {made} 条，共 {wanted} 条以上，用时 {time.monotonic() - started:.1f} 秒。")
