"""Loads the published frameworks and the links between them. Safe to run at every start."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from swip.standards import actions
from swip.standards.reading import CannotRead


class Command(BaseCommand):
    help = "Load the frameworks and crosswalks of a folder. Running it again changes nothing."

    def add_arguments(self, parser):
        parser.add_argument("--folder", type=Path, default=actions.DATA, help="where the manifests are")

    def handle(self, *args, folder, verbosity, **options):
        try:
            loaded = actions.load_folder(folder)
        except CannotRead as fault:
            raise CommandError(f"Nothing has changed. {fault}") from fault
        if verbosity:
            for each in loaded:
                self.stdout.write(f"{each.name}: {each.what}")
            if not any(each.has_changed for each in loaded):
                self.stdout.write("Nothing has changed.")
