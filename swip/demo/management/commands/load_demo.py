"""Makes up the people of the demonstration and their records."""

from django.core.management.base import BaseCommand, CommandError

from swip.demo import actions


class Command(BaseCommand):
    help = "Make up people and their records for a demonstration. Running it again changes nothing."

    def handle(self, *args, verbosity, **options):
        try:
            people = actions.load()
        except (actions.NotADemonstration, actions.NotEmpty) as reason:
            raise CommandError(f"Nothing has changed. {reason}") from reason
        if verbosity:
            self.stdout.write(f"{people} people were made up." if people else "Nothing has changed.")
