from django.db import migrations

from common.append_only import AppendOnly


class Migration(migrations.Migration):
    """Let nobody rewrite history."""

    dependencies = [("meetings", "0001_initial")]

    operations = [AppendOnly("Event")]
