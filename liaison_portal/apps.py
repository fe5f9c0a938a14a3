from django.apps import AppConfig


class LiaisonPortalConfig(AppConfig):
    name = "liaison_portal"
    verbose_name = "平台"
