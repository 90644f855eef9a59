"""That nobody is recognised: each piece was looked through, and one is out of sight because a reader saw a name."""

from __future__ import annotations

import hashlib
from typing import Any

from django.urls import reverse

from swip.accounts.models import Role
from swip.demo.making.chance import Moment
from swip.demo.making.life import ONE_DAY, Life
from swip.demo.making.words import Written
from swip.evidence.actions.identifying import WHAT
from swip.evidence.models import Evidence, EvidenceVersion
from swip.identifiers.models import Decision, Quarantine, Reason, Scan

LABEL = Evidence._meta.label_lower
# What was found, and what was decided: of most pieces nothing, of some a row or two.
DECIDED: list[list[dict[str, Any]]] = [
    [],
    [{"kind": "name", "decision": Decision.OWN.value, "reason": "", "count": 2}],
    [],
    [{"kind": "date", "decision": Decision.SUGGESTION.value, "reason": "", "count": 1}],
    [{"kind": "school", "decision": Decision.KEEP.value, "reason": Reason.INVENTED.value, "count": 1}],
    [],
]
KINDS = ["name", "school"]
LEAST_WRITTEN = 4  # pieces, so that one less is not missed


def look_through(life: Life, evidence: int, written: Written, when: Moment) -> None:
    """Before a piece is handed in. It does not depend on luck, so that nobody's story changes by it."""
    text = f"{written.title} {written.what_happened} {written.what_it_shows}"
    life.tables.add(
        Scan,
        subject_type=LABEL,
        subject_id=evidence,
        at=when,
        by_id=life.person.number,
        digest=hashlib.sha256(text.encode()).hexdigest(),
        is_whole=True,
        decisions=DECIDED[len(text) % len(DECIDED)],
    )


def may_be_out_of_sight(life: Life) -> bool:
    is_under_way = not life.story.ending and not life.is_away(life.last_day)
    return is_under_way and len(life.counted) >= LEAST_WRITTEN


def take_out_of_sight(life: Life) -> None:
    """The assessor read the newest accepted piece some days ago, and saw whom it is about."""
    making, piece, by = life.making, life.counted[-1], life.around.assessor
    when = life.chance.moment(life.last_day - 3 * ONE_DAY, after=piece.accepted_at)
    making.tables.change(Evidence, piece.number, quarantined_at=when)
    for version in piece.versions:
        making.tables.change(EvidenceVersion, version, quarantined_at=when)
    making.tables.add(
        Quarantine,
        subject_type=LABEL,
        subject_id=piece.number,
        organisation_id=life.employer.number,
        writer_id=life.person.number,
        what=WHAT,
        href=reverse("evidence:out_of_sight", args=[piece.number]),
        kinds=KINDS,
        started_by_id=by.number,
        started_at=when,
    )
    life.record(when, "quarantine.started", Evidence, piece.number, by, data={"kinds": KINDS})
    making.tell(when, life.person, "quarantine-writer", "evidence:evidence", piece.number, what=WHAT)
    for keeper in life.employer.have(Role.DATA_PROTECTION_LEAD):
        making.tell(
            when,
            keeper,
            "quarantine-started",
            "identifiers:quarantines",
            None,
            what=WHAT,
            is_keeper=True,
            writer=life.person,
        )
