"""Registrations have a room of their own: the table changes its name, and nothing in it changes."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("enrolment", "0004_absences_pauses_transfers_and_more")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.AlterModelTable("registrationdraft", "registration_registrationdraft"),
            ],
            state_operations=[migrations.DeleteModel("registrationdraft")],
        ),
    ]
