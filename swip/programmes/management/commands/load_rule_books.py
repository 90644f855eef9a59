"""Brings in the rule books that come with the service. Run again, it changes nothing."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from swip.programmes import actions, files


class Command(BaseCommand):
    help = "Load the programmes and their rule books. Running it again changes nothing."

    def add_arguments(self, parser):
        parser.add_argument(
            "folder", nargs="?", type=Path, default=files.FOLDER, help="Where the rule books are"
        )

    def handle(self, *, folder, verbosity, **options):
        try:
            loaded = actions.load_rule_books(folder)
        except files.FaultInFile as fault:
            raise CommandError(f"{fault}. Nothing was changed.") from None
        if verbosity == 0:
            return
        for book in loaded:
            self.stdout.write(f"{book.reference}: {len(book.contents.rules)} rules, from {book.valid_from}")
        if not loaded:
            self.stdout.write("Every rule book is here already")
