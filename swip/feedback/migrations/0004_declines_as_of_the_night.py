from django.db import migrations, models


def show_who_declined(apps, schema_editor):
    """Rounds that are there already show what they have shown so far."""
    Round = apps.get_model("feedback", "Round")
    Invitation = apps.get_model("feedback", "Invitation")
    for found in Round.objects.filter(opened_at__isnull=False).iterator():
        declined = Invitation.objects.filter(round=found, status="declined")
        Round.objects.filter(pk=found.pk).update(
            declined_shown=declined.count(),
            partners_declined_shown=declined.filter(kind="partner").count(),
        )


class Migration(migrations.Migration):
    dependencies = [("feedback", "0003_counts_as_of_the_night")]

    operations = [
        migrations.AddField(
            model_name="round",
            name="declined_shown",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="round",
            name="partners_declined_shown",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.RunPython(show_who_declined, migrations.RunPython.noop),
    ]
