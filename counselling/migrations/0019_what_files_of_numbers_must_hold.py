from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("counselling", "0018_files_of_numbers"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="dataexport",
            constraint=models.CheckConstraint(
                condition=models.Q(("expires_at__gt", models.F("made_at"))), name="an_export_ends_later"
            ),
        ),
        migrations.AddConstraint(
            model_name="dataexport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("content__isnull", False), ("fetched_at__isnull", True)),
                    models.Q(("content__isnull", True), ("fetched_at__isnull", False)),
                    _connector="OR",
                ),
                name="a_fetched_export_is_gone",
            ),
        ),
        migrations.AddConstraint(
            model_name="dataexport",
            constraint=models.CheckConstraint(
                condition=models.Q(("file_format__in", ["csv", "xlsx"])), name="export_format_is_known"
            ),
        ),
    ]
