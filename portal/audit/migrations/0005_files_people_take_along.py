import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import portal.keys
import portal.vault.fields


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0004_seals_are_only_added"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ExportFile",
            fields=[
                (
                    "id",
                    models.UUIDField(default=portal.keys.new_key, editable=False, primary_key=True, serialize=False),
                ),
                ("made_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("kind", models.CharField(max_length=40)),
                ("name", models.CharField(max_length=60)),
                ("file_format", models.CharField(max_length=4)),
                ("rows", models.PositiveIntegerField()),
                ("fetches", models.PositiveIntegerField(default=0)),
                ("fetched_at", models.DateTimeField(blank=True, null=True)),
                ("reason", portal.vault.fields.EncryptedTextField(default="")),
                ("content", portal.vault.fields.EncryptedTextField(default="")),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
    ]
