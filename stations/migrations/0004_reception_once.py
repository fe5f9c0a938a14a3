from django.db import migrations, models

import common.crypto


class Migration(migrations.Migration):
    """The same day and hour at a station is one reception; where the visitor lives is kept encrypted."""

    dependencies = [("stations", "0003_slot_history")]

    operations = [
        migrations.AddField(
            "visit", "address", common.crypto.EncryptedTextField(blank=True, default="", verbose_name="住址")
        ),
        migrations.AddIndex("reception", models.Index(fields=["-held_on", "-id"], name="reception_recent")),
        migrations.AddConstraint(
            "reception",
            models.UniqueConstraint(
                fields=["station", "held_on", "started_at"],
                name="reception_once",
                violation_error_message="这个时间的接待已经登记过。",
            ),
        ),
    ]
