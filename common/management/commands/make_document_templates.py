"""Build the shipped document templates again from code."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from common.documents import lint, sample
from common.documents.packing import pack
from common.documents.rendering import shipped_dir
from common.management.papers import PAPERS


class Command(BaseCommand):
    """Writes templates/documents/*.docx; templates that staff put in place are not touched."""

    help = "按代码重新生成随产品发布的文书模板（不影响工作人员自己的模板）"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--to", type=Path, help="写到另一个目录")

    def handle(self, *_args: Any, **options: Any) -> None:
        folder = options["to"] or shipped_dir()
        folder.mkdir(parents=True, exist_ok=True)
        for name, build in PAPERS.items():
            data = pack(build())
            found = lint(data, sample(name))
            if found:
                raise CommandError(f"{name}：" + "；".join(found))
            (folder / name).write_bytes(data)
            self.stdout.write(f"已生成 {name}")
