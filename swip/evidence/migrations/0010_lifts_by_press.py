import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("evidence", "0009_attachments_no_longer_hold_bytes")]

    operations = [
        migrations.AddField(
            model_name="lift",
            name="made_as",
            field=models.UUIDField(default=uuid.uuid4, editable=False),
        ),
    ]
