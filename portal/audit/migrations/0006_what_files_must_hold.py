from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0005_files_people_take_along"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="exportfile",
            constraint=models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="a_file_ends_later"),
        ),
        migrations.AddConstraint(
            model_name="exportfile",
            constraint=models.CheckConstraint(
                condition=Q(fetches=0, fetched_at__isnull=True) | Q(fetches__gt=0, fetched_at__isnull=False),
                name="a_fetched_file_says_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="exportfile",
            constraint=models.CheckConstraint(
                condition=Q(file_format__in=["csv", "xlsx"]), name="file_format_is_known"
            ),
        ),
    ]
