"""Seats are counted by the database, in the statement that changes a sign-up: forgetting is impossible."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION groups_count_seats() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    change integer := 0;
BEGIN
    IF TG_OP <> 'INSERT' AND OLD.state IN ('held', 'offered', 'confirmed') THEN change := change - OLD.seats; END IF;
    IF TG_OP <> 'DELETE' AND NEW.state IN ('held', 'offered', 'confirmed') THEN change := change + NEW.seats; END IF;
    IF TG_OP = 'UPDATE' AND NEW.pool_id <> OLD.pool_id THEN
        RAISE EXCEPTION 'a sign-up stays with its seats'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'registration_stays_with_its_pool';
    END IF;
    IF change <> 0 THEN
        UPDATE groups_seatpool SET taken = taken + change WHERE id = coalesce(NEW.pool_id, OLD.pool_id);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER groups_seats_are_counted AFTER INSERT OR UPDATE OR DELETE ON groups_registration
    FOR EACH ROW EXECUTE FUNCTION groups_count_seats();
"""
BACKWARD = """
DROP TRIGGER groups_seats_are_counted ON groups_registration;
DROP FUNCTION groups_count_seats();
"""


class Migration(migrations.Migration):
    """The trigger."""

    dependencies = [("groups", "0002_what_evenings_and_seats_must_hold")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
