from django.db import migrations


class Migration(migrations.Migration):
    """Who recorded an extension is said in the same words as for everything else that is recorded of a life."""

    dependencies = [("enrolment", "0002_again_after_more_time")]
    operations = [
        migrations.RenameField("extension", "given_by", "recorded_by"),
        migrations.RenameField("extension", "given_at", "recorded_at"),
    ]
