from django.db import migrations

from swip.evidence.kinds import read_kinds


def load_kinds(apps, schema_editor):
    kinds = apps.get_model("evidence", "EvidenceKind")
    for kind in read_kinds():
        kinds.objects.update_or_create(code=kind["code"], defaults=kind)


class Migration(migrations.Migration):
    dependencies = [("evidence", "0001_initial")]

    operations = [migrations.RunPython(load_kinds, migrations.RunPython.noop)]
