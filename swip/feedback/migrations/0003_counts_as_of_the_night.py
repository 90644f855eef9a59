from django.db import migrations, models


def show_what_was_answered(apps, schema_editor):
    """Rounds that are there already show what they have shown so far."""
    Round = apps.get_model("feedback", "Round")
    Invitation = apps.get_model("feedback", "Invitation")
    for found in Round.objects.filter(opened_at__isnull=False).iterator():
        answered = Invitation.objects.filter(round=found, status="answered")
        Round.objects.filter(pk=found.pk).update(
            answers_shown=answered.count(), partners_shown=answered.filter(kind="partner").count()
        )


class Migration(migrations.Migration):
    dependencies = [("feedback", "0002_passed_on_unseen")]

    operations = [
        migrations.AddField(
            model_name="round",
            name="answers_shown",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="round",
            name="partners_shown",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.RunPython(show_what_was_answered, migrations.RunPython.noop),
    ]
