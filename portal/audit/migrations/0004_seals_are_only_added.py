"""An event stands in one seal, a seal has one successor, and nobody changes or removes a seal.

An event may be removed (by the owner: the runtime role can't) once a seal says that its time had ended.
"""

import django.contrib.postgres.constraints
from django.db import migrations, models

FORWARD = """
CREATE TRIGGER seals_are_not_changed BEFORE UPDATE OR DELETE ON audit_auditseal
    FOR EACH ROW EXECUTE FUNCTION audit_rows_are_only_added();
CREATE TRIGGER seals_are_not_emptied BEFORE TRUNCATE ON audit_auditseal
    FOR EACH STATEMENT EXECUTE FUNCTION audit_rows_are_only_added();
CREATE FUNCTION audit_rows_go_when_a_seal_says_so() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM audit_auditseal holds JOIN audit_auditseal says ON says.removed_to >= holds.number
               WHERE holds.events @> OLD.id AND holds.count > 0) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'audit events are only added, never changed or removed'
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'audit_rows_are_only_added';
END $$;
DROP TRIGGER audit_rows_are_not_changed ON audit_auditevent;
CREATE TRIGGER audit_rows_are_not_changed BEFORE UPDATE ON audit_auditevent
    FOR EACH ROW EXECUTE FUNCTION audit_rows_are_only_added();
CREATE TRIGGER audit_rows_are_not_removed BEFORE DELETE ON audit_auditevent
    FOR EACH ROW EXECUTE FUNCTION audit_rows_go_when_a_seal_says_so();
"""
BACKWARD = """
DROP TRIGGER audit_rows_are_not_removed ON audit_auditevent;
DROP TRIGGER audit_rows_are_not_changed ON audit_auditevent;
CREATE TRIGGER audit_rows_are_not_changed BEFORE UPDATE OR DELETE ON audit_auditevent
    FOR EACH ROW EXECUTE FUNCTION audit_rows_are_only_added();
DROP FUNCTION audit_rows_go_when_a_seal_says_so();
DROP TRIGGER seals_are_not_emptied ON audit_auditseal;
DROP TRIGGER seals_are_not_changed ON audit_auditseal;
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_events_are_sealed")]

    operations = [
        migrations.AddConstraint(
            model_name="auditseal",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                name="an_event_stands_in_one_seal", expressions=[("events", "&&")]
            ),
        ),
        migrations.AddConstraint(
            model_name="auditseal",
            constraint=models.UniqueConstraint(fields=("previous",), name="a_seal_has_one_successor"),
        ),
        migrations.AddConstraint(
            model_name="auditseal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("count__gt", 0), ("removed_to", None)),
                    models.Q(("count", 0), ("removed_to__isnull", False)),
                    _connector="OR",
                ),
                name="a_seal_holds_events_or_says_what_was_removed",
            ),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
