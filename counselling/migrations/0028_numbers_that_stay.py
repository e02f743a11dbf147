from django.db import migrations, models

import portal.keys


class Migration(migrations.Migration):
    dependencies = [
        ("counselling", "0027_notes_of_own_cases_are_searched"),
    ]

    operations = [
        migrations.CreateModel(
            name="Tally",
            fields=[
                (
                    "id",
                    models.UUIDField(default=portal.keys.new_key, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "grain",
                    models.CharField(
                        choices=[("month", "month"), ("quarter", "quarter"), ("year", "year")], max_length=7
                    ),
                ),
                ("first", models.DateField()),
                ("figures", models.JSONField()),
                ("made_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="TallyMark",
            fields=[
                (
                    "id",
                    models.UUIDField(default=portal.keys.new_key, editable=False, primary_key=True, serialize=False),
                ),
                ("month", models.DateField()),
                ("split", models.CharField(blank=True, max_length=8)),
                ("part", models.CharField(blank=True, max_length=60)),
                ("mark", models.CharField(blank=True, max_length=64)),
                ("days", models.FloatField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["split", "month"], name="tally_mark_by_month")],
            },
        ),
    ]
