from django.db import migrations, models


class Migration(migrations.Migration):
    """When recording ended: rows said before it may still arrive from a recorder who was offline."""

    dependencies = [("meetings", "0002_history")]

    operations = [
        migrations.AddField(
            model_name="sitting",
            name="ended_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="结束记录时间"),
        ),
    ]
