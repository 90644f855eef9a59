"""Invented names: the same person gets the same one throughout a piece, and nobody keeps the key."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from . import vocabulary

# Plants, birds, rivers, stones and colours: they say nothing of sex, faith or where a family comes from, can be seen
# to be invented, and stand after “Mr” as well as alone. Few people bear them, so that they can be left alone
# when a text is looked through again.
INVENTED = vocabulary.listed(
    """
    Alder Larch Teal Yarrow Sanicle Lichen Kestrel Campion Bracken Cedar Arrowhead Fennel Marram
    Quill Tamarisk Sundew Plover Rill Sable Vetch Egret Larkspur Lapwing Ochre Pimpernel Spruce
    Thistle Umber Vesper Whin Avocet Bramble Curlew Dunlin Eider Fieldfare Gorse Harebell Isley
    Jackdaw Knapweed Lovage Medlar Nettle Osier Pipit Quince Redstart Sedge Teasel Valerian Wagtail
    Zephyr Agate Burnet Comfrey Damson Eyebright Fescue Gannet
    """
)
RESERVED = frozenset(name.casefold() for name in INVENTED)
TITLE = re.compile(
    r"^(?:mr|mrs|ms|miss|mx|dr|prof|professor|sir|lady|dame|lord|rev|reverend)\b\.?\s+", re.IGNORECASE
)
POSSESSIVE = re.compile(r"[’']s?$")
WORD = re.compile(r"[^\W\d_]+")
# Whoever comes after the last invented name.
NUMBERED = re.compile(r"\bperson \d+\b")


def plain(text: str) -> str:
    """A name without capitals, accents and a possessive ending, to compare with others."""
    text = POSSESSIVE.sub("", text.strip())
    return " ".join(vocabulary.plain(text).replace("’", "'").split())


class PseudonymBook(Mapping[str, str]):
    """Who is called what in one piece. It lives as long as the page that is drawn, and is never stored."""

    def __init__(self, texts: Iterable[str] = (), known: Mapping[str, str] | None = None) -> None:
        self._taken: set[str] = set()
        self._people: dict[str, str] = {}
        self._first_names: dict[str, str] = {}
        self._initials: dict[str, str] = {}
        for name, invented in (known or {}).items():
            self._remember(plain(name), invented)
        for text in texts:
            self.keep_clear_of(text)

    def keep_clear_of(self, text: str) -> None:
        """Invented names that a text holds already stand for somebody there, and are not given to anybody else."""
        low = plain(text)
        self._taken |= {word for word in WORD.findall(low) if word in RESERVED} | set(NUMBERED.findall(low))

    @property
    def people(self) -> frozenset[str]:
        """The single words of the names that stand in this book."""
        return frozenset(word for name in self._people for word in name.split())

    @property
    def invented(self) -> frozenset[str]:
        """Words that stand for nobody: the list, and whatever somebody has chosen instead of a name."""
        return RESERVED | {word for each in self._people.values() for word in WORD.findall(plain(each))}

    def name_for(self, name: str) -> str:
        """The invented name of this person: the one given before, or the next of the list."""
        key = plain(name)
        bare = TITLE.sub("", key)
        found = self._find(bare)
        if found is None:
            found = self._next()
        self._remember(bare, found)
        return found

    def name_for_initials(self, initials: str) -> str:
        """Somebody named in full earlier and by their initials later is one person."""
        key = "".join(WORD.findall(plain(initials)))
        if key not in self._initials:
            self._initials[key] = self._next()
        return self._initials[key]

    def _find(self, key: str) -> str | None:
        if key in self._people:
            return self._people[key]
        first, _, rest = key.partition(" ")
        if not rest:
            return self._first_names.get(first)
        # A first name alone, and the full name later: one person, as long as no other full name began so.
        return self._people.get(first) if first not in self._first_names else None

    def _remember(self, key: str, invented: str) -> None:
        self._people[key] = invented
        self._taken |= set(WORD.findall(plain(invented)))
        words = key.split()
        if len(words) > 1:
            self._first_names.setdefault(words[0], invented)
            self._initials.setdefault(words[0][0] + words[-1][0], invented)
            self._initials.setdefault("".join(word[0] for word in words), invented)

    def _next(self) -> str:
        for name in INVENTED:
            if plain(name) not in self._taken:
                self._taken.add(plain(name))
                return name
        number = 1
        while f"person {number}" in self._taken:
            number += 1
        self._taken.add(f"person {number}")
        return f"Person {number}"

    def __getitem__(self, name: str) -> str:
        found = self._find(TITLE.sub("", plain(name)))
        if found is None:
            raise KeyError(name)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._people)

    def __len__(self) -> int:
        return len(self._people)
