from django.db import migrations


class Migration(migrations.Migration):
    """Files are compressed already: trying again costs time and gains nothing."""

    dependencies = [("files", "0001_files")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE files_piece ALTER COLUMN data SET STORAGE EXTERNAL",
            "ALTER TABLE files_piece ALTER COLUMN data SET STORAGE EXTENDED",
        )
    ]
