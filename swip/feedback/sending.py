"""How the letters of a round leave. The link in each is made as it leaves, so that only the letter holds it."""

from __future__ import annotations

import datetime
from smtplib import SMTPRecipientsRefused

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from swip.accounts import letters
from swip.feedback.models import Invitation, Round
from swip.notifications import mail

# GOV.UK Notify tries for three days to hand a letter over.
LISTENED_FOR = datetime.timedelta(days=4)


def send_letter(invitation_id: int) -> None:
    """Of two jobs for one letter, the second finds nothing to send.

    If the letter cannot leave, nothing is saved, and the job tries again; an address that is refused is told.
    """
    try:
        _send(invitation_id)
    except SMTPRecipientsRefused:
        refused = Invitation.objects.filter(pk=invitation_id).exclude(letter="")
        refused.update(letter="", failure=Invitation.Failure.ADDRESS)


@transaction.atomic
def _send(invitation_id: int) -> None:
    wanted = Invitation.objects.to_be_sent().select_for_update(of=("self",))
    related = ["round__enrolment__social_worker", "round__enrolment__programme", "round__rule_book"]
    invitation = wanted.select_related(*related).filter(pk=invitation_id).first()
    if invitation is None or not invitation.round.takes_answers or invitation.is_too_late:
        return
    if not invitation.is_waiting:
        invitation.letter, invitation.last_sent_at = "", timezone.now()
        invitation.save(update_fields=["letter", "last_sent_at"])
        return
    link = settings.BASE_URL + reverse("feedback:answer", args=[invitation.renew_link()])
    letter = letters.compose(
        f"feedback-{invitation.letter}",
        invitation.email,
        link=link,
        invitation=invitation,
        round=invitation.round,
        social_worker=invitation.round.enrolment.social_worker,
    )
    letter.send()
    invitation.letter, invitation.last_sent_at = "", timezone.now()
    invitation.reference = getattr(letter, "reference", "")[:100]
    invitation.save(update_fields=["letter", "last_sent_at", "reference"])


def hear_what_became_of_them() -> None:
    """Some ways of sending say later whether a letter arrived."""
    since = timezone.now() - LISTENED_FOR
    sent = Invitation.objects.waiting().filter(
        round__status=Round.Status.OPEN, last_sent_at__gte=since, failure=""
    )
    awaited = dict(sent.exclude(reference="").values_list("reference", "pk"))
    if not awaited:
        return
    for report in mail.reports(since):
        pk = awaited.get(report.reference)
        if pk and not report.has_arrived:
            waiting = Invitation.objects.waiting().filter(pk=pk, reference=report.reference)
            waiting.update(failure=report.failure)
