from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("oversight", "0001_what_is_checked_each_month")]

    operations = [
        migrations.AddConstraint(
            model_name="spotcheck",
            constraint=models.UniqueConstraint(fields=("month",), name="a_month_is_drawn_once"),
        ),
        migrations.AddConstraint(
            model_name="spotcheck",
            constraint=models.CheckConstraint(
                condition=models.Q(("month__day", 1)), name="a_spot_check_is_about_a_whole_month"
            ),
        ),
        migrations.AddConstraint(
            model_name="spotcheckitem",
            constraint=models.UniqueConstraint(fields=("spot_check", "event_id"), name="a_read_is_checked_once"),
        ),
        migrations.AddConstraint(
            model_name="spotcheckitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("judged_at", None), ("verdict", "")),
                    models.Q(
                        models.Q(("verdict", ""), _negated=True), ("judged_at__isnull", False), ("said__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="a_verdict_has_a_time_and_a_sentence",
            ),
        ),
        migrations.AddConstraint(
            model_name="spotcheckitem",
            constraint=models.CheckConstraint(
                condition=models.Q(("verdict__in", ["", "in_order", "ask", "report"])), name="a_verdict_is_known"
            ),
        ),
    ]
