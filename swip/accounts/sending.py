"""How letters leave: the work behind the jobs."""

from __future__ import annotations

from django.conf import settings
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse

from swip.accounts import letters
from swip.accounts.models import Invitation


def send_kept(key: str) -> None:
    """Send a letter that was written a moment ago. One that was sent, or came too late, is no longer there."""
    kept = cache.get(key)
    if kept is None:
        return
    EmailMessage(kept["subject"], kept["body"], kept["from"], [kept["to"]]).send()
    cache.delete(key)


@transaction.atomic
def send_invitation(invitation_id: int) -> None:
    """Make the link as the letter leaves, so that only the letter holds it. Older links stop working.

    If the letter cannot leave, nothing is saved and the older link goes on working.
    """
    open_ones = Invitation.objects.filter(status=Invitation.Status.SENT).select_for_update(of=["self"])
    invitation = open_ones.select_related("organisation", "invited_by").filter(pk=invitation_id).first()
    if invitation is None or invitation.is_expired:
        return
    link = settings.BASE_URL + reverse("accounts:invitation", args=[invitation.renew_link()])
    letters.compose("invitation", invitation.email, link=link, invitation=invitation).send()
