import django.db.models.deletion
from django.db import migrations, models

import portal.keys


class Migration(migrations.Migration):
    dependencies = [
        ("groups", "0032_the_way_in_was_opened"),
    ]

    operations = [
        migrations.AddField(
            model_name="draftwish",
            name="asked_for",
            field=models.CharField(blank=True, max_length=600),
        ),
        migrations.AlterField(
            model_name="coorganiser",
            name="data_role",
            field=models.CharField(
                choices=[
                    ("none", "Nothing of those who sign up"),
                    ("processor", "Who comes: first names, how many, and that somebody has a need (data processor)"),
                    ("controller", "Nothing here: they ask people themselves (controller of their own)"),
                ],
                default="none",
                max_length=12,
            ),
        ),
        migrations.CreateModel(
            name="Together",
            fields=[
                (
                    "id",
                    models.UUIDField(default=portal.keys.new_key, editable=False, primary_key=True, serialize=False),
                ),
                ("since", models.DateTimeField()),
                (
                    "co_organiser",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="together", to="groups.coorganiser"
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="together", to="groups.event"
                    ),
                ),
            ],
        ),
    ]
