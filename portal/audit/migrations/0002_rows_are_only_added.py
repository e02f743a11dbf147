"""Triggers: nobody changes or removes an event, not even the tables' owner by mistake."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION audit_rows_are_only_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit events are only added, never changed or removed'
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'audit_rows_are_only_added';
END $$;
CREATE TRIGGER audit_rows_are_not_changed BEFORE UPDATE OR DELETE ON audit_auditevent
    FOR EACH ROW EXECUTE FUNCTION audit_rows_are_only_added();
CREATE TRIGGER audit_rows_are_not_emptied BEFORE TRUNCATE ON audit_auditevent
    FOR EACH STATEMENT EXECUTE FUNCTION audit_rows_are_only_added();
"""
BACKWARD = """
DROP TRIGGER audit_rows_are_not_emptied ON audit_auditevent;
DROP TRIGGER audit_rows_are_not_changed ON audit_auditevent;
DROP FUNCTION audit_rows_are_only_added();
"""


class Migration(migrations.Migration):
    """The database refuses."""

    dependencies = [("audit", "0001_who_did_and_read_what")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
