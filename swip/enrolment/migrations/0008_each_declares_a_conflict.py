from django.conf import settings
from django.db import migrations, models
from django.db.models.functions import Greatest, Least


class Migration(migrations.Migration):
    dependencies = [
        ("enrolment", "0007_pauses_until_the_return"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="conflictofinterest", name="conflict_of_interest_is_declared_once"
        ),
        migrations.AddConstraint(
            model_name="conflictofinterest",
            constraint=models.UniqueConstraint(
                Least("person", "other"),
                Greatest("person", "other"),
                "organisation",
                "declared_by",
                condition=models.Q(("ended_at", None)),
                name="conflict_of_interest_is_declared_once",
            ),
        ),
    ]
