"""`manage.py first_keepers`: the three keepers of a new portal, each with a one-time password shown once."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from accounts.actions import appoint_first, has_keeper
from accounts.choices import Role
from accounts.models import User
from common.errors import RuleError

PERSON_FORM = "账号:姓名"


class Command(BaseCommand):
    """Opens the accounts that are missing, all or none. A kind that somebody already keeps is left alone."""

    help = "Open the first accounts of 系统管理员、安全管理员、安全审计员 and print their one-time passwords"

    def add_arguments(self, parser: CommandParser) -> None:
        for role in Role.KEEPERS:
            label = Role(role).label
            parser.add_argument(
                f"--{role}", metavar=PERSON_FORM, default=f"{role}:{label}", help=f"{label}, for example {role}:王某"
            )

    def handle(self, *_args: Any, **options: Any) -> None:
        missing = [role for role in Role.KEEPERS if not has_keeper(role)]
        for role in Role.KEEPERS:
            if role not in missing:
                self.stdout.write(f"已经有{Role(role).label}了，没有改动。")
        if not missing:
            raise CommandError("三类管理员都已经有了。忘了密码的，请系统管理员在“用户”里重置。")
        try:
            with transaction.atomic():
                made = [(role, *appoint_first(role, **_person(options[role]))) for role in missing]
        except RuleError as error:
            raise CommandError(f"{error}一个账号也没有开。") from error
        self._tell(made)

    def _tell(self, made: list[tuple[str, User, str]]) -> None:
        self.stdout.write("已开通。密码只显示这一次，请分别当面交给本人；第一次登录须改密码：")
        for role, user, password in made:
            self.stdout.write(f"  {Role(role).label}　账号 {user.username}　姓名 {user.name}　密码 {password}")


def _person(text: str) -> dict[str, str]:
    """`wang:王某` as username and name."""
    username, _, name = (part.strip() for part in text.partition(":"))
    if not username or not name:
        raise CommandError(f"请写成“{PERSON_FORM}”，现在是“{text}”。")
    return {"username": username, "name": name}
