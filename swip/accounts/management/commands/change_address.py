from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from swip.accounts import actions, queries


class Command(BaseCommand):
    help = "Changes the email address somebody signs in with, and signs them out everywhere."

    def add_arguments(self, parser):
        parser.add_argument("old")
        parser.add_argument("new")

    def handle(self, *args, old, new, **options):
        person = queries.person_with_address(old)
        if person is None:
            raise CommandError("Nobody has this address")
        if queries.person_with_address(new):
            raise CommandError("Somebody has the new address already")
        try:
            validate_email(new)
        except ValidationError:
            raise CommandError("The new address is not an email address") from None
        actions.change_address(person, new, by=None)
        self.stdout.write("Changed. They sign in with a code sent to the new address.")
