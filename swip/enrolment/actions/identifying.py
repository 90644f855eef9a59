"""Taking what belongs to a programme out of sight, in whichever room it was written."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import models, transaction

from swip.accounts.models import User
from swip.core.lifecycle import StaleStep
from swip.enrolment.models import Enrolment
from swip.enrolment.queries.colleagues import lead_employer
from swip.enrolment.queries.identifying import told_of_breach
from swip.identifiers import actions as identifiers
from swip.identifiers.models import Quarantine


@transaction.atomic
def take_out_of_sight(
    record: models.Model,
    enrolment: Enrolment,
    *,
    by: User,
    kinds: Sequence[str],
    what: str,
    writer_href: str,
    keeper_href: str,
    writer: User | None = None,
) -> Quarantine:
    """A reader saw that somebody could be recognised. The employer who answers for the programme sees to it.

    `writer` mends it: the social worker, where nobody else is named. The others are told in words alone: `what`
    is “a piece of evidence”.
    """
    organisation = lead_employer(enrolment)
    if organisation is None:
        raise StaleStep(record)
    return identifiers.quarantine(
        record,
        by=by,
        kinds=kinds,
        what=what,
        writer=writer or enrolment.social_worker,
        organisation=organisation,
        told=told_of_breach(enrolment.rule_book),
        writer_href=writer_href,
        keeper_href=keeper_href,
    )
