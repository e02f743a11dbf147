"""Every note there is that is not journalised waits for the records. Run by the tables' owner, who stands outside the
second lock on notes."""

from django.db import migrations

FORWARD = """
INSERT INTO counselling_unfilednote (note_id, case_id, written_at, ready_at)
SELECT id, case_id, written_at, locked_at FROM counselling_note WHERE journalised_at IS NULL
ON CONFLICT DO NOTHING;
"""


class Migration(migrations.Migration):
    """Written from the notes that stand there."""

    dependencies = [("counselling", "0025_what_a_package_must_hold")]
    operations = [migrations.RunSQL(FORWARD, migrations.RunSQL.noop)]
