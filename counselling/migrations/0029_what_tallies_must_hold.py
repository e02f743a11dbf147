"""A tally is written once and never changed: neither by a second worker nor by anybody afterwards."""

from django.db import migrations, models

FORWARD = """
CREATE FUNCTION tallies_are_only_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'tallies are only added, never changed or removed'
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'tallies_are_only_added';
END $$;
CREATE TRIGGER tallies_are_not_changed BEFORE UPDATE OR DELETE ON counselling_tally
    FOR EACH ROW EXECUTE FUNCTION tallies_are_only_added();
"""
BACKWARD = """
DROP TRIGGER tallies_are_not_changed ON counselling_tally;
DROP FUNCTION tallies_are_only_added();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("counselling", "0028_numbers_that_stay"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="tally",
            constraint=models.UniqueConstraint(fields=("grain", "first"), name="a_step_of_time_is_tallied_once"),
        ),
        migrations.AddConstraint(
            model_name="tally",
            constraint=models.CheckConstraint(
                condition=models.Q(("grain__in", ["month", "quarter", "year"])), name="tally_grain_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="tally",
            constraint=models.CheckConstraint(
                condition=models.Q(("first__day", 1)), name="a_tally_begins_with_a_month"
            ),
        ),
        migrations.AddConstraint(
            model_name="tallymark",
            constraint=models.UniqueConstraint(
                condition=models.Q(("mark", ""), _negated=True),
                fields=("month", "split", "part", "mark"),
                name="a_person_is_marked_once_a_month",
            ),
        ),
        migrations.AddConstraint(
            model_name="tallymark",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(models.Q(("mark", ""), _negated=True), ("days__isnull", True)),
                    models.Q(("mark", ""), ("days__isnull", False)),
                    _connector="OR",
                ),
                name="a_mark_is_somebody_or_a_wait",
            ),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
