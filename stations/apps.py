from django.apps import AppConfig


class StationsConfig(AppConfig):
    name = "stations"
    verbose_name = "联络站"

    def ready(self) -> None:
        """Hang 来访登记 and 群众留言 on the page of an opinion that a visitor or a message brought, and a
        group's activities on the group's."""
        from accounts.choices import Role
        from common.panels import Panel, hang
        from stations.models import Message
        from stations.reports import visit_behind

        hang(
            "opinion",
            Panel(
                "来访登记",
                "stations:opinion_visit",
                may=lambda user: user.scopes.has(*Role.COMMITTEE, Role.TOWNSHIP, *Role.STATION),
                has=lambda user, pk: visit_behind(pk, user) is not None,
            ),
        )
        hang(
            "opinion",
            Panel(
                "群众留言",
                "stations:opinion_message",
                may=lambda user: user.scopes.has(*Role.COMMITTEE, Role.TOWNSHIP, *Role.STATION),
                has=lambda user, pk: Message.objects.visible_to(user).filter(opinion=pk).exists(),
            ),
        )
        hang("group", Panel("活动和计划", "stations:group_life"))
