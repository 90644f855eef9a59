"""Bringing many colleagues in at once, by a file."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.utils import timezone

from swip.accounts import permissions, queries
from swip.accounts.actions.invitations import invite_all
from swip.accounts.actions.roles import appoint
from swip.accounts.models import ColleagueFile, Invitation, Organisation, User
from swip.accounts.queries import Colleague
from swip.core import history
from swip.core.lifecycle import StaleStep
from swip.core.tables import Row

ROWS_ARE_KEPT_FOR = datetime.timedelta(days=1)


@transaction.atomic
def read_colleagues(rows: Iterable[Row], organisation: Organisation, *, by: User) -> ColleagueFile:
    """Keep what a file says, to be looked through. Nothing else changes yet."""
    return ColleagueFile.objects.create(organisation=organisation, sent_by=by, rows=queries.kept_rows(rows))


@transaction.atomic
def bring_in(file: ColleagueFile, *, by: User) -> dict[str, int]:
    """Appoint who is known here and invite the others. A row that fails keeps nobody else out."""
    file = ColleagueFile.objects.select_for_update(of=["self"]).select_related("organisation").get(pk=file.pk)
    if not file.may_move_to(ColleagueFile.Status.BROUGHT_IN) or not file.rows:
        raise StaleStep(file)
    roles = permissions.roles_filled_by(by, file.organisation)
    colleagues = queries.colleagues_in(file, roles=roles)
    for colleague in colleagues:
        if colleague.outcome == queries.APPOINTED:
            _bring_in_one(colleague, file, by=by)
    invited = [each for each in colleagues if each.outcome == queries.INVITED]
    try:
        with transaction.atomic():
            invite_all([_invitation(each, file) for each in invited], by=by)
    except IntegrityError:  # somebody else invited one of them in this moment: each by themselves, then
        for colleague in invited:
            _bring_in_one(colleague, file, by=by)
    counts = queries.how_many(colleagues)
    file.move_to(ColleagueFile.Status.BROUGHT_IN, counts=counts)
    note = f"{counts[queries.APPOINTED]} appointed, {counts[queries.INVITED]} invited"
    history.record("colleagues.brought_in", file, by=by, note=note, data=counts)
    return counts


def _bring_in_one(colleague: Colleague, file: ColleagueFile, *, by: User) -> None:
    try:
        with transaction.atomic():
            if colleague.person is None:
                invite_all([_invitation(colleague, file)], by=by)
            else:
                appoint(
                    colleague.person,
                    file.organisation,
                    role=colleague.role,
                    team=colleague.team,
                    starts_on=colleague.starts_on,
                    ends_on=colleague.ends_on,
                    by=by,
                )
    except IntegrityError:  # somebody else brought them in while these rows were gone through
        colleague.outcome = queries.SAME


def _invitation(colleague: Colleague, file: ColleagueFile) -> Invitation:
    return Invitation(
        organisation=file.organisation,
        name=colleague.cells["name"],
        email=colleague.email,
        role=colleague.role,
        team=colleague.team,
        starts_on=colleague.starts_on,
        ends_on=colleague.ends_on,
    )


@transaction.atomic
def put_away(file: ColleagueFile, *, by: User) -> None:
    """Nothing of it is wanted. What it said is forgotten at once."""
    file.move_to(ColleagueFile.Status.PUT_AWAY, rows=[])


def forget_files() -> int:
    """Rows that were sent are kept for a day, so that those that failed can still be fetched."""
    old = ColleagueFile.objects.filter(sent_at__lt=timezone.now() - ROWS_ARE_KEPT_FOR).exclude(rows=[])
    return old.update(rows=[])
