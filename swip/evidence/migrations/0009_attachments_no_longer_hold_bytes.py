import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("evidence", "0008_files_find_their_place")]

    operations = [
        migrations.AlterField(
            model_name="attachment",
            name="stored",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.storedfile"
            ),
        ),
        migrations.RemoveConstraint(model_name="attachment", name="attachment_scan_is_known"),
        migrations.RemoveField(model_name="attachment", name="file"),
        migrations.RemoveField(model_name="attachment", name="name"),
        migrations.RemoveField(model_name="attachment", name="content_type"),
        migrations.RemoveField(model_name="attachment", name="size"),
        migrations.RemoveField(model_name="attachment", name="scan"),
    ]
