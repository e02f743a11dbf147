import django.db.models.deletion
from django.db import migrations, models

import portal.vault.fields


class Migration(migrations.Migration):
    dependencies = [
        ("groups", "0015_what_courses_must_hold"),
    ]

    operations = [
        migrations.CreateModel(
            name="ApplicationAnswer",
            fields=[
                (
                    "registration",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="application_answer",
                        serialize=False,
                        to="groups.registration",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("full", "More people asked than there are places."),
                            ("other_aim", "This time it is for people who stand somewhere else."),
                            ("something_else", "We think that something else will suit you better."),
                            ("comes_again", "It comes again, and we would like to see you there."),
                            ("talk_first", "We would like to talk with you first. Ring us when it suits you."),
                        ],
                        max_length=20,
                    ),
                ),
                ("says", portal.vault.fields.EncryptedTextField(blank=True, default="")),
                ("made_at", models.DateTimeField()),
                (
                    "other_event",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="groups.event",
                    ),
                ),
            ],
        ),
    ]
