"""Brings the kinds of evidence up to date with their data file. Safe to run at every start."""

from django.core.management.base import BaseCommand

from swip.evidence import actions


class Command(BaseCommand):
    help = "Load the kinds of evidence that people can write. Running it again changes nothing."

    def handle(self, *args, verbosity, **options):
        loaded = actions.load_kinds()
        if verbosity:
            self.stdout.write(f"{loaded} kinds of evidence loaded")
