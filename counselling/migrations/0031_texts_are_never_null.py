"""A call's note and a referral's summary are texts, never NULL.

By hand in SQL: Django would write the default into the column itself, and a sealed default belongs to no row.
"""

from django.db import migrations

import portal.vault.fields


def never_null(table, column):
    """The column's promise in SQL, and the way back."""
    alter = f"ALTER TABLE {table} ALTER COLUMN {column}"
    return [migrations.RunSQL(f"{alter} SET NOT NULL", f"{alter} DROP NOT NULL")]


class Migration(migrations.Migration):
    dependencies = [("counselling", "0030_texts_nobody_cleared")]

    operations = [
        migrations.SeparateDatabaseAndState(
            never_null("counselling_contact", "note"),
            [
                migrations.AlterField(
                    "contact", "note", portal.vault.fields.EncryptedTextField(blank=True, default="")
                ),
            ],
        ),
        migrations.SeparateDatabaseAndState(
            never_null("counselling_referral", "summary"),
            [
                migrations.AlterField(
                    "referral", "summary", portal.vault.fields.EncryptedTextField(blank=True, default="")
                ),
            ],
        ),
    ]
