"""Draws docs/lifecycles.md from the steps tables in the code."""

from collections.abc import Iterator

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand

from swip.core.lifecycle import Lifecycle

PAGE = "docs/lifecycles.md"
INTRODUCTION = """# Lifecycles

Drawn from the `STEPS` tables in the code by `make docs`; `tests/test_house.py` holds the two together. A
record goes from status to status only by the steps shown here. Who may take a step stands in the room's
`permissions.py`, what else happens then in its `actions.py`.
"""


class Command(BaseCommand):
    help = __doc__

    def handle(self, **options):
        (settings.BASE_DIR / PAGE).write_text(drawn(), encoding="utf-8")


def lifecycles() -> list[type[Lifecycle]]:
    found = [model for model in apps.get_models() if issubclass(model, Lifecycle) and not model._meta.proxy]
    return sorted(found, key=lambda model: model._meta.label)


def drawn() -> str:
    return "\n".join([INTRODUCTION, *(line for model in lifecycles() for line in drawing(model))])


def drawing(model: type[Lifecycle]) -> Iterator[str]:
    statuses = dict(model._meta.get_field("status").flatchoices)
    room = model._meta.app_label
    yield f"## {str(model._meta.verbose_name).capitalize()} (`swip/{room}/`)\n"
    yield f"{(model.__doc__ or '').strip().splitlines()[0]}\n"
    yield "```mermaid"
    yield "stateDiagram-v2"
    for status, label in statuses.items():
        yield f'    state "{label}" as {status}'
    first = model._meta.get_field("status").get_default()
    if first in statuses:
        yield f"    [*] --> {first}"
    for before, afters in model.STEPS.items():
        for after in afters:
            yield f"    {before} --> {after}"
    yield "```\n"
    yield "| from | to |"
    yield "| --- | --- |"
    for status, label in statuses.items():
        afters = [str(statuses[after]) for after in model.STEPS.get(status, [])]
        yield f"| {label} | {', '.join(afters) or 'stays as it is'} |"
    yield ""
