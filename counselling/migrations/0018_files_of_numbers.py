import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import portal.keys
import portal.vault.fields


class Migration(migrations.Migration):
    dependencies = [
        ("counselling", "0017_the_second_lock_on_notes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DataExport",
            fields=[
                (
                    "id",
                    models.UUIDField(default=portal.keys.new_key, editable=False, primary_key=True, serialize=False),
                ),
                ("made_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("fetched_at", models.DateTimeField(blank=True, null=True)),
                ("file_format", models.CharField(max_length=4)),
                ("rows", models.PositiveIntegerField()),
                ("reason", portal.vault.fields.EncryptedTextField(null=True)),
                ("content", portal.vault.fields.EncryptedTextField(null=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
    ]
