"""Each limit names its own source; the limit for 签收 had none of its own."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('opinions', '0003_catalogue'),
    ]

    operations = [
        migrations.AddField(
            model_name='handlingrule',
            name='accept_source',
            field=models.CharField(blank=True, max_length=80, verbose_name='签收依据'),
        ),
    ]
