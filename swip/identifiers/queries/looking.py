"""Looks the texts of a record through, and works out what they say after somebody's decisions."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

from django.db import models
from django.utils.crypto import salted_hmac

from swip.core.history import subject_type
from swip.identifiers.models import Decision, Reason, Scan
from swip.identifiers.queries.files import File, FileLook, look_at
from swip.identifiers.rules import Finding, Kind, PseudonymBook, find_in
from swip.identifiers.rules import replace as put_in_place

NAMES = {Kind.NAME, Kind.INITIALS}
# More than anybody decides about in one go, and fewer than a form may have fields. The others come after these.
MOST_AT_ONCE = 150


@dataclass(frozen=True)
class Passage:
    """One text of a record, under the name of its field and the label that its page gives it."""

    name: str
    label: str
    text: str


@dataclass(frozen=True)
class Found:
    """Something to decide about once, wherever in the record it stands."""

    key: str
    number: int
    kind: Kind
    text: str
    suggestion: str
    is_colleague: bool
    reason: str
    times: int

    @property
    def is_name(self) -> bool:
        return self.kind in NAMES


@dataclass(frozen=True)
class Segment:
    """A stretch of a text: as it is, or with the number of what was found in it."""

    text: str
    found: Found | None = None


@dataclass(frozen=True)
class Chosen:
    """What somebody decided about one finding."""

    decision: str
    word: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Looking:
    """A record that was looked through: what is still to be decided, and where it stands."""

    subject: models.Model
    passages: Sequence[Passage]
    colleagues: Collection[str] | Mapping[str, str]
    settled: frozenset[str]
    files: Sequence[FileLook]
    found: Sequence[Found]
    places: Mapping[str, Sequence[tuple[Finding, str]]]
    attached: Sequence[File] = ()
    has_more: bool = False

    @property
    def open_files(self) -> list[FileLook]:
        return [each for each in self.files if each.is_open]

    @property
    def is_clear(self) -> bool:
        """Whether there is nothing to decide."""
        return not self.found and not self.open_files

    @property
    def has_names(self) -> bool:
        return any(each.is_name and each.suggestion and not each.is_colleague for each in self.found)

    @property
    def digest(self) -> str:
        return digest_of(self.subject, self.passages, self.attached)

    def marked(self) -> list[tuple[Passage, list[Segment]]]:
        """The texts in which something was found, in stretches, each finding at its place."""
        by_key = {each.key: each for each in self.found}
        shown = []
        for passage in self.passages:
            segments, after = [], 0
            for finding, key in self.places[passage.name]:
                segments += [
                    Segment(passage.text[after : finding.start]),
                    Segment(passage.text[finding.start : finding.end], by_key[key]),
                ]
                after = finding.end
            if segments:
                shown.append((passage, [*segments, Segment(passage.text[after:])]))
        return shown


def look(
    subject: models.Model,
    passages: Iterable[Passage],
    *,
    colleagues: Collection[str] | Mapping[str, str] = (),
    files: Iterable[File] = (),
    settled: Iterable[str] = (),
) -> Looking:
    """What stands in a record that somebody could be recognised by, but for what was decided before.

    `settled`: what was decided to stay, where the room keeps it by itself.
    """
    settled = settled_in(subject).union(settled)
    texts, attached = [each for each in passages if each.text], list(files)
    book = PseudonymBook(each.text for each in texts)
    looks = look_at(attached, salt_of(subject), settled, colleagues, book)
    return looked_at(subject, texts, colleagues, settled, looks, book, attached, most=MOST_AT_ONCE)


def looked_at(
    subject: models.Model,
    passages: Sequence[Passage],
    colleagues: Collection[str] | Mapping[str, str],
    settled: frozenset[str],
    files: Sequence[FileLook],
    book: PseudonymBook,
    attached: Sequence[File],
    most: int | None = None,
) -> Looking:
    found: dict[str, Found] = {}
    has_more = False
    places: dict[str, list[tuple[Finding, str]]] = {}
    day = getattr(subject, "happened_on", None)  # how old somebody was then
    in_each = find_in([each.text for each in passages], colleagues=colleagues, book=book, on=day)
    for passage, findings in zip(passages, in_each, strict=True):
        here = places.setdefault(passage.name, [])
        for finding in findings:
            key = fingerprint(salt_of(subject), finding)
            if key in settled:
                continue
            before = found.get(key)
            if before is None and len(found) == most:
                has_more = True
                continue
            here.append((finding, key))
            found[key] = (
                replace(before, times=before.times + 1) if before else first(finding, key, len(found) + 1)
            )
    shown = list(found.values())
    return Looking(subject, passages, colleagues, settled, files, shown, places, attached, has_more)


def first(finding: Finding, key: str, number: int) -> Found:
    return Found(
        key=key,
        number=number,
        kind=finding.kind,
        text=finding.text,
        suggestion=finding.suggestion,
        is_colleague=finding.is_colleague,
        reason=finding.reason,
        times=1,
    )


def but_colleagues(looking: Looking) -> Looking:
    """What is to be decided about where colleagues may be named as a matter of course."""
    known = {each.key for each in looking.found if each.is_colleague}
    asked = [each for each in looking.found if each.key not in known]
    places = {
        name: [(finding, key) for finding, key in found if key not in known]
        for name, found in looking.places.items()
    }
    return replace(
        looking,
        settled=looking.settled | known,
        found=[replace(each, number=number) for number, each in enumerate(asked, 1)],
        places=places,
    )


# ---- What comes of the decisions


@dataclass(frozen=True)
class Decided:
    """What the record says after somebody's decisions, and what is kept of them."""

    texts: dict[str, str]
    digest: str
    decisions: list[dict[str, str | int]]
    settled: list[str]
    is_whole: bool
    passages: list[Passage] = field(default_factory=list)


def decide(looking: Looking, chosen: Mapping[str, Chosen]) -> Decided:
    """The texts with everything put in its place that was decided; what was not decided stays open."""
    texts, suggested = {}, set()
    for passage in looking.passages:
        instead = []
        for finding, key in looking.places[passage.name]:
            choice = chosen.get(key)
            if choice and choice.decision == Decision.SUGGESTION and finding.suggestion:
                instead.append((finding, finding.suggestion))
                suggested.add(finding.suggestion.casefold())
            elif choice and choice.decision == Decision.OWN:
                instead.append((finding, choice.word))
        texts[passage.name] = put_in_place(passage.text, instead) if instead else passage.text
    mended = [replace(each, text=texts[each.name]) for each in looking.passages]
    stays = {key for key, choice in chosen.items() if choice.decision == Decision.KEEP}
    kept = stays & {each.key for each in looking.found}
    kept = kept.union(*(each.settled_by(stays) for each in looking.open_files))
    settled = looking.settled | kept
    book = PseudonymBook(each.text for each in mended)
    after = looked_at(looking.subject, mended, looking.colleagues, settled, [], book, looking.attached)
    # What the service itself put there is not asked about in its turn.
    ours = {each.key for each in after.found if any(each.text.casefold() in words for words in suggested)}
    is_whole = {each.key for each in after.found} <= ours and all(
        each.key in settled for each in looking.open_files
    )
    return Decided(
        texts=texts,
        digest=after.digest,
        decisions=counted(looking, chosen),
        settled=sorted(kept | ours),
        is_whole=is_whole,
        passages=mended,
    )


def counted(looking: Looking, chosen: Mapping[str, Chosen]) -> list[dict[str, str | int]]:
    """How many of each kind were decided how: codes and numbers alone."""
    rows: dict[tuple[str, str, str], int] = {}
    kinds = {each.key: (each.kind.value, 1) for each in looking.found}
    for file in looking.open_files:
        kinds |= {each.key: (each.kind, each.count) for each in file.questions}
    for key, choice in chosen.items():
        if key not in kinds:
            continue
        kind, count = kinds[key]
        reason = Reason(choice.reason).value if choice.decision == Decision.KEEP else ""
        row = (kind, Decision(choice.decision).value, reason)
        rows[row] = rows.get(row, 0) + count
    return [
        {"kind": kind, "decision": decision, "reason": reason, "count": count}
        for (kind, decision, reason), count in sorted(rows.items())
    ]


# ---- What is kept instead of words


def salt_of(subject: models.Model) -> str:
    """The same word in two records leaves two different fingerprints."""
    return f"swip.identifiers:{subject_type(subject)}:{subject.pk}"


def fingerprint(salt: str, finding: Finding) -> str:
    words = " ".join(finding.text.casefold().split())
    return salted_hmac(salt, f"{finding.kind.value}:{words}", algorithm="sha256").hexdigest()[:32]


def digest_of(subject: models.Model, passages: Iterable[Passage], files: Iterable[File]) -> str:
    """Of what was looked through. Without the secret of this installation nobody can try texts out on it."""
    said = json.dumps(
        [sorted((each.name, each.text) for each in passages), sorted(each.digest for each in files)]
    )
    return salted_hmac(salt_of(subject), said, algorithm="sha256").hexdigest()


def settled_in(subject: models.Model) -> frozenset[str]:
    """What somebody has decided to keep in this record."""
    return frozenset(chain.from_iterable(Scan.objects.upon(subject).values_list("settled", flat=True)))
