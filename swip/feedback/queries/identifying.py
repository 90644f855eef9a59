"""What of a round is looked through before others read it, and what is out of sight."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db import models

from swip.core import history
from swip.enrolment.queries import colleagues_of
from swip.feedback.models import AnswerDraft, Comment, OwnView, Reflection, Round
from swip.feedback.queries.results import shuffled
from swip.identifiers.models import Decision, Reason
from swip.identifiers.queries import (
    Chosen,
    Decided,
    Looking,
    Passage,
    but_colleagues,
    decide,
    look,
    open_upon,
)

# In which field somebody says what is read instead of a comment, for each way to release it.
SAID_IN: dict[str, str] = {Comment.Decision.PARAPHRASED: "instead", Comment.Decision.HELD_BACK: "why"}


def known_names(found: Round) -> list[str]:
    """Colleagues are told apart from families; not those who were asked, whom a comment must not name either."""
    asked = set(found.invitations.values_list("name", flat=True))
    return [each for each in colleagues_of(found.enrolment) if each not in asked]


def look_at_answer(draft: AnswerDraft, words: Mapping[str, str]) -> Looking:
    """What somebody behind a link is about to send. Of all colleagues they know one: whoever they speak of.

    Telling others apart would tell whom else the service knows, and who else was asked.
    """
    found = draft.invitation.round
    passages = [Passage(each.code, each.title, words.get(each.code, "")) for each in found.questions.open]
    spoken_of = [found.enrolment.social_worker.name]
    return but_colleagues(look(draft, passages, colleagues=spoken_of, settled=draft.stays))


def passages_of_own_view(view: OwnView) -> list[Passage]:
    return [
        Passage(each.code, each.title, view.typed.get(each.code, "")) for each in view.round.questions.open
    ]


def passages_of_release(typed: dict[str, str], comments: Iterable[Comment]) -> list[Passage]:
    """Everything that the social worker would read, as it has been decided so far."""
    passages = []
    for number, each in enumerate(comments, 1):
        field = SAID_IN.get(typed.get(f"decision_{each.pk}", ""))
        said = typed.get(f"{field}_{each.pk}", "") if field else each.words
        passages.append(Passage(f"comment_{each.pk}", f"Comment {number}", said))
    return [*passages, Passage("summary", "What you talked about", typed.get("summary", ""))]


def with_decided(typed: dict[str, str], comments: Iterable[Comment], texts: dict[str, str]) -> dict[str, str]:
    """The release with what was put in place of names: such a comment is released in other words."""
    changed = dict(typed)
    if "summary" in texts:
        changed["summary"] = texts["summary"]
    for each in comments:
        said = texts.get(f"comment_{each.pk}")
        decision = changed.get(f"decision_{each.pk}", "")
        if said is None:
            continue
        if decision == Comment.Decision.AS_WRITTEN and said != each.words:
            decision = changed[f"decision_{each.pk}"] = Comment.Decision.PARAPHRASED.value
        if field := SAID_IN.get(decision):
            changed[f"{field}_{each.pk}"] = said
    return changed


def passages_of_reflection(reflection: Reflection) -> list[Passage]:
    return [Passage("words", "What I take from this", reflection.words)]


def look_at(record: models.Model, found: Round, text: str) -> Looking:
    """One text that is put otherwise after its release."""
    return look(record, [Passage("text", "What is read", text)], colleagues=known_names(found))


def kept_as_it_is(looking: Looking) -> Decided:
    """Somebody has looked at all that was found, and says that nobody can be recognised."""
    return decide(looking, {each.key: Chosen(Decision.KEEP, reason=Reason.LOOKED) for each in looking.found})


# ---- Out of sight


CHANGES = ("feedback.summary_reworded", "feedback.comment_decided_anew", "feedback.own_view_reworded")


def has_changed_out_of_sight(found: Round) -> bool:
    """Whether anything that its readers read was put otherwise since it was taken out of sight."""
    waiting = open_upon(found)
    changes = history.of(found).filter(action__in=CHANGES)
    return waiting is not None and changes.filter(at__gte=waiting.started_at).exists()


def round_of(record: Round | Comment | Reflection | OwnView) -> Round:
    return record if isinstance(record, Round) else record.round


def text_of(record: Round | Comment | Reflection) -> str:
    """What whoever sees to it reads of it."""
    if isinstance(record, Comment):
        return record.told
    if isinstance(record, Reflection):
        return record.words
    own = [record.own_view.typed.get(each.code, "") for each in record.questions.open]
    released = [each.told for each in shuffled(record.comments.all())]
    return "\n\n".join(each for each in (record.summary, *own, *released) if each)
