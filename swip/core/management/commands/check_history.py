"""Walks every chain of the history and names the first link that is not as it was written."""

from django.core.management.base import BaseCommand, CommandError

from swip.core import history
from swip.core.models import Entry


class Command(BaseCommand):
    help = "Check that no entry of the history was changed, taken out or put in"

    def add_arguments(self, parser):
        parser.add_argument("--chain", default="", help="only this chain, for example enrolment:12")

    def handle(self, *, chain, **options):
        broken = history.first_broken_links(chain)
        if broken:
            raise CommandError(
                "\n".join(
                    f"{link.chain}: broken at entry {link.position} (id {link.entry_id})" for link in broken
                )
            )
        entries = Entry.objects.filter(chain=chain) if chain else Entry.objects.all()
        chains = entries.values("chain").distinct().count()
        self.stdout.write(f"{entries.count()} entries, chains: {chains}. Every link holds.")
