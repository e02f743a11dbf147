from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("counselling", "0036_drafts_of_calls")]

    operations = [
        migrations.AddConstraint(
            model_name="calldraft",
            constraint=models.UniqueConstraint(fields=("author",), name="one_draft_of_a_call_for_each_colleague"),
        ),
    ]
