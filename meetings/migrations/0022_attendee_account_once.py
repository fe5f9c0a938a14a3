"""An account stands for one person on a roll."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("meetings", "0021_finding_wording"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="attendee",
            constraint=models.UniqueConstraint(
                condition=models.Q(("user__isnull", False)),
                fields=("meeting", "user"),
                name="attendee_account_once",
                violation_error_message="这个账号已经对应名单里的另一个人。",
            ),
        ),
    ]
