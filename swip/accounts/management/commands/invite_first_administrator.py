from django.conf import settings
from django.core.management.base import BaseCommand

from swip.accounts import queries
from swip.accounts.set_up import set_up_link


class Command(BaseCommand):
    help = "Prints the link with which the first administrator sets the service up, while there is none."

    def handle(self, *args, **options):
        if queries.has_administrator():
            self.stdout.write(f"To sign in: {settings.BASE_URL}/sign-in/")
            return
        self.stdout.write("Nobody administers the service yet. Whoever opens this link first will:")
        self.stdout.write(set_up_link())
        self.stdout.write(f"It works once, within {settings.INVITATION_DAYS} days. Keep it to yourself.")
