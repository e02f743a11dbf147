from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("counselling", "0033_what_words_of_professionals_must_hold"),
    ]

    operations = [
        migrations.DeleteModel(name="DataExport"),
    ]
