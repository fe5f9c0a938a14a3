from django.db import migrations

from common.append_only import AppendOnly


class Migration(migrations.Migration):
    """Let nobody rewrite history."""

    dependencies = [("deputies", "0008_duty_file")]

    operations = [AppendOnly("Event")]
