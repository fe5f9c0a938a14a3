from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "meetings"
    verbose_name = "常委会会议"

    def ready(self) -> None:
        """Hang 调研发现 on the page of an opinion that was said at a sitting with field research before it."""
        from accounts.choices import Role
        from common.panels import Panel, hang
        from meetings.reports.research import raised_behind

        hang(
            "opinion",
            Panel(
                "调研发现",
                "meetings:opinion_findings",
                may=lambda user: user.scopes.has(*Role.COMMITTEE),
                has=lambda user, pk: raised_behind(pk, user) is not None,
            ),
        )
