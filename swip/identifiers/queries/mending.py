"""What a record that is out of sight says once it is mended."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.db import models

from swip.identifiers.models import Mending, Quarantine
from swip.identifiers.queries.looking import Passage
from swip.identifiers.queries.quarantines import kinds_in_words, open_upon


@dataclass(frozen=True)
class OutOfSight:
    """What the page of a record says to its writer while nobody else can see it."""

    quarantine: Quarantine
    kinds: list[str]


def out_of_sight(record: models.Model) -> OutOfSight | None:
    waiting = open_upon(record)
    return OutOfSight(waiting, kinds_in_words(waiting.kinds)) if waiting else None


def mending_of(quarantine: Quarantine) -> Mending:
    """What its writer has changed so far; an empty one if nothing yet."""
    kept = Mending.objects.filter(quarantine=quarantine).first()
    return kept or Mending(quarantine=quarantine)


def mended(passages: Iterable[Passage], texts: Mapping[str, str]) -> list[Passage]:
    """The passages with what was changed in its place."""
    return [replace(each, text=texts.get(each.name, each.text)) for each in passages]


@dataclass(frozen=True)
class Changed:
    """One passage as it is out of sight, and as it says once it is mended."""

    label: str
    before: str
    after: str

    @property
    def is_changed(self) -> bool:
        return self.before != self.after


def side_by_side(passages: Iterable[Passage], texts: Mapping[str, str]) -> list[Changed]:
    before = [each for each in passages if each.text or texts.get(each.name)]
    pairs = zip(before, mended(before, texts), strict=True)
    return [Changed(old.label, old.text, new.text) for old, new in pairs]
