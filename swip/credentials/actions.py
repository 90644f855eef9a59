"""Award, and revoke."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from swip.accounts.models import Organisation, User
from swip.core import history
from swip.credentials.models import Award
from swip.notifications.actions import tell
from swip.programmes.models import RuleBook


@transaction.atomic
def award(
    person: User, *, rule_book: RuleBook, organisation: Organisation, history_chain: str, by: User
) -> Award:
    """Say publicly that somebody has met a programme's standards. An award they hold already goes on standing."""
    held = Award.objects.filter(
        person=person, programme=rule_book.programme, status=Award.Status.AWARDED
    ).first()
    if held:
        return held
    made = Award.objects.create(
        person=person,
        programme=rule_book.programme,
        rule_book=rule_book,
        organisation=organisation,
        history_chain=history_chain,
    )
    history.record("award.made", made, by=by, on_behalf_of=organisation.name, rules=rule_book.reference)
    return made


@transaction.atomic
def revoke(award: Award, *, reason: str, by: User) -> None:
    """From here on the public page says that it was revoked. It stays readable."""
    award.move_to(Award.Status.REVOKED, revoked_on=timezone.localdate(), revoked_because=reason)
    history.record("award.revoked", award, by=by, on_behalf_of=award.organisation.name, note=reason)
    tell(award.person, "award-revoked", href=award.get_absolute_url(), award=award)
