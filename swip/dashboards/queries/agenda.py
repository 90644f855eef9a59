"""What the next supervision of one person is to be about, from every room that knows of something."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from swip.accounts.models import User
from swip.enrolment.models import Enrolment
from swip.evidence.models import Evidence, SharedNote, Showcase
from swip.evidence.queries import Line, for_a_list, lines, not_agreed, showcases_of
from swip.evidence.queries.notes import agenda_of as notes_to_talk_about
from swip.plans.models import Action
from swip.plans.queries import agenda_of as actions_to_talk_about
from swip.progress.queries import Breadth, breadth_of


@dataclass(frozen=True)
class Agenda:
    """What to talk about: what the social worker brings, what both promised, what was sent back, what is missing.

    Which pieces are to stand for an outcome is among it until both agree.
    """

    notes: list[SharedNote]
    actions: list[Action]
    returned: list[tuple[Line, datetime.datetime | None]]
    showcases: list[Showcase]
    breadth: Breadth

    @property
    def is_empty(self) -> bool:
        return not (self.notes or self.actions or self.returned or self.showcases or self.looks_for_work)

    @property
    def looks_for_work(self) -> bool:
        return self.breadth.is_time_to_look and bool(self.breadth.not_met)


def agenda_of(enrolment: Enrolment, *, reader: User) -> Agenda:
    is_own = enrolment.social_worker_id == reader.pk
    returned = (
        enrolment.evidence.in_sight().filter(status=Evidence.Status.RETURNED).order_by("reviewed_at", "pk")
    )
    # Its writer may be changing it; whoever supervises them reads it as it was handed in.
    found = list(for_a_list(returned, reader_is_writer=is_own))
    sent_back_at = dict(returned.values_list("pk", "reviewed_at")) if found else {}
    return Agenda(
        notes=list(notes_to_talk_about(enrolment, reader=reader)),
        actions=actions_to_talk_about(enrolment),
        returned=[(each, sent_back_at[each.pk]) for each in lines(found)],
        showcases=list(not_agreed(showcases_of(enrolment)).order_by("outcome__position")),
        breadth=breadth_of(enrolment),
    )
