from django.db import migrations

from swip.evidence.kinds import read_kinds


def load_kinds(apps, schema_editor):
    kinds = apps.get_model("evidence", "EvidenceKind")
    there = {field.name for field in kinds._meta.get_fields()}
    for kind in read_kinds():
        known = {name: value for name, value in kind.items() if name in there}  # the file has grown since
        kinds.objects.update_or_create(code=kind["code"], defaults=known)


class Migration(migrations.Migration):
    dependencies = [("evidence", "0001_initial")]

    operations = [migrations.RunPython(load_kinds, migrations.RunPython.noop)]
