"""That nobody is recognised by what is shared for supervision: looked through before, and taken out of sight after."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.urls import reverse

from swip.accounts.models import User
from swip.core import history
from swip.core.lifecycle import StaleStep
from swip.enrolment import actions as enrolments
from swip.enrolment.queries import colleagues_of, is_looked_through
from swip.evidence.models import SharedNote
from swip.evidence.queries.notes import passages_of
from swip.identifiers import actions as identifiers
from swip.identifiers.models import Quarantine, Scan
from swip.identifiers.queries import Decided, open_upon
from swip.identifiers.queries.looking import digest_of

WHAT = "a note for supervision"


@transaction.atomic
def take_note_decisions(shared: SharedNote, decided: Decided, *, revision: int, by: User) -> None:
    """The words as they are after somebody's decisions, and that they were looked through."""
    if not shared.is_writable:
        raise StaleStep(shared)
    shared.save_over(
        revision,
        title=decided.texts.get("title", shared.title),
        words=decided.texts.get("words", shared.words),
    )
    identifiers.keep_scan(shared, decided, by=by)
    history.record("evidence.note_looked_through", shared, by=by, data={"decisions": decided.decisions})


def be_looked_through(shared: SharedNote, *, by: User) -> None:
    """Before it is shared: it was looked through as it stands, or there is nothing to find."""
    if is_looked_through(shared.enrolment.rule_book):
        identifiers.be_looked_through(
            shared, passages_of(shared), by=by, colleagues=colleagues_of(shared.enrolment)
        )


@transaction.atomic
def take_note_out_of_sight(shared: SharedNote, *, kinds: Sequence[str], by: User) -> Quarantine:
    """The supervisor saw that somebody could be recognised: from here on its writer alone sees it."""
    return enrolments.take_out_of_sight(
        shared,
        shared.enrolment,
        by=by,
        kinds=kinds,
        what=WHAT,
        writer_href=shared.get_absolute_url(),
        keeper_href=reverse("evidence:note_out_of_sight", args=[shared.pk]),
    )


def says_what_it_said(shared: SharedNote) -> bool:
    """Whether what was taken out of sight stands there as it stood then.

    Where nothing is looked through nothing is known of its words: then whether anything was typed since.
    """
    waiting = open_upon(shared)
    if waiting is None:
        return False
    then = Scan.objects.upon(shared).filter(at__lte=waiting.started_at).last()
    if then is None:
        return shared.saved_at <= waiting.started_at
    passages = [each for each in passages_of(shared) if each.text]
    return digest_of(shared, passages, []) == then.digest


def end_with_the_words(shared: SharedNote, *, by: User) -> None:
    """What could be recognised is gone with the words that held it: there is no older version to see to."""
    if waiting := open_upon(shared):
        identifiers.end_quarantine(
            waiting,
            shared,
            by=by,
            ending=Quarantine.Ending.MENDED,
            writer_href=shared.get_absolute_url(),
        )
