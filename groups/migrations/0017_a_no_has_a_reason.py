from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("groups", "0016_answers_to_applications")]

    operations = [
        migrations.AddConstraint(
            model_name="applicationanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("reason__in", ["full", "other_aim", "something_else", "comes_again", "talk_first"])
                ),
                name="a_no_has_a_reason_we_know",
            ),
        ),
    ]
