"""The people whom the service knows: naming a colleague gives no family away, though a role says more."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from .kinds import Kind
from .passages import Passage
from .people import bare

AT_WORK = re.compile(
    r"\b(?:supervisor|manager|colleague|colleagues|mentor|educator|assessor|coordinator|supervision|team|duty|co-worked"
    r"|advice from|social worker|consultant|director|IRO|chair)\b[^.!?\n]{0,25}$",
    re.IGNORECASE,
)
TITLE_BEFORE = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof)\.? $")
NEAR = 60


class Colleagues:
    """Names of colleagues, with the role of each where it is known."""

    def __init__(self, names: Collection[str] | Mapping[str, str]) -> None:
        self.names = [name for name in names if " " in name.strip()]
        roles = names if isinstance(names, Mapping) else {}
        self.by_full: dict[tuple[str, ...], str] = {}
        self.by_first: dict[str, tuple[str, str]] = {}
        self.by_last: dict[str, str] = {}
        self._named: dict[tuple[str, str], bool] = {}
        for name in names:
            words = tuple(bare(name).split())
            if words:
                role = roles.get(name) or "a colleague"
                self.by_full[words] = role
                self.by_first.setdefault(words[0], (name, role))
                self.by_last.setdefault(words[-1], role)

    def named_in(self, text: str) -> Iterator[Passage]:
        """Full names of colleagues, also those that no list holds."""
        low = text.lower()
        for name in self.names:
            start = low.find(name.lower())
            while start >= 0 and len(low) == len(text):
                end = start + len(name)
                if not (low[start - 1 : start].isalnum() or low[end : end + 1].isalnum()):
                    yield Passage(Kind.NAME, start, end, "", "")
                start = low.find(name.lower(), end)

    def role_of(self, text: str, passage: Passage) -> str | None:
        """The role of the colleague who is meant here, or nothing when it may be anybody."""
        if not self.by_full:
            return None
        words = tuple(bare(text[passage.start : passage.end]).split())
        if words in self.by_full and len(words) > 1:
            return self.by_full[words]
        if len(words) == 2 and len(words[0]) == 1:  # “J. Smith”
            roles = {role for full, role in self.by_full.items() if (full[0][0], full[-1]) == words}
            return roles.pop() if len(roles) == 1 else None
        if len(words) != 1:
            return None
        before = text[max(0, passage.start - NEAR) : passage.start]
        if TITLE_BEFORE.search(before):
            return self.by_last.get(words[0])
        if words[0] not in self.by_first:
            return None
        # A child may be called as a colleague is: a first name alone needs more to go by.
        name, role = self.by_first[words[0]]
        return role if AT_WORK.search(before) or self._is_named(name, text) else None

    def _is_named(self, name: str, text: str) -> bool:
        """Whether the whole name stands anywhere, which of a long text is asked many times."""
        if (name, text) not in self._named:
            self._named[name, text] = name.lower() in text.lower()
        return self._named[name, text]
