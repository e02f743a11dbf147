"""A search reads the notes of the cases it names, all at once, and can do no more with them."""

from django.db import migrations

FORWARD = """
CREATE POLICY notes_of_named_cases_are_searched ON counselling_note FOR SELECT
    USING (coalesce(current_setting('portal.notes_for', true), '') = 'search'
        AND case_id = ANY (string_to_array(nullif(current_setting('portal.open_cases', true), ''), ',')::uuid[]));
"""
BACKWARD = "DROP POLICY notes_of_named_cases_are_searched ON counselling_note;"


class Migration(migrations.Migration):
    """The database shows them."""

    dependencies = [("counselling", "0026_notes_that_wait_for_the_records")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
