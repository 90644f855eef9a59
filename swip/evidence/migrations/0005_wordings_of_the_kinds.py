from django.db import migrations

from swip.evidence.kinds import read_kinds

WORDS = ("name", "description", "level", "asks_what_was_done", "asks_what_was_known", "questions")


def word_kinds(apps, schema_editor):
    kinds = apps.get_model("evidence", "EvidenceKind").objects
    listed = {each["code"]: each for each in read_kinds()}
    for kind in kinds.all():
        for name in WORDS:
            setattr(kind, name, listed.get(kind.code, {}).get(name, getattr(kind, name)))
        kind.save()
        apps.get_model("evidence", "KindVersion").objects.create(
            kind=kind, number=1, **{name: getattr(kind, name) for name in WORDS}
        )


class Migration(migrations.Migration):
    dependencies = [("evidence", "0004_kinds_worded_and_work_placed")]

    operations = [migrations.RunPython(word_kinds, migrations.RunPython.noop)]
