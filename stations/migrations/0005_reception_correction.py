from django.db import migrations, models


class Migration(migrations.Migration):
    """A recorded reception can be put right: its version says who was first; until when it lasted may be known."""

    dependencies = [("stations", "0004_reception_once")]

    operations = [
        migrations.AddField("reception", "ended_at", models.TimeField(blank=True, null=True, verbose_name="结束时间")),
        migrations.AddField("reception", "version", models.PositiveIntegerField(default=1, verbose_name="版本")),
        migrations.AddConstraint(
            "reception",
            models.CheckConstraint(
                condition=models.Q(("ended_at", None), ("ended_at__gt", models.F("started_at")), _connector="OR"),
                name="reception_times_in_order",
                violation_error_message="结束时间要晚于开始时间。",
            ),
        ),
    ]
