"""A claimed row is updated in place (HOT) when its page has room; a queue's table is vacuumed early."""

from django.db import migrations

ROOM = (
    "ALTER TABLE outbox_outboxmessage SET (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02, "
    "autovacuum_analyze_scale_factor = 0.05)"
)


class Migration(migrations.Migration):
    """Storage only."""

    dependencies = [("outbox", "0001_messages_that_leave_the_house")]

    operations = [migrations.RunSQL(ROOM, migrations.RunSQL.noop)]
