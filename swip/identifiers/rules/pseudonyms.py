"""Invented names: the same person gets the same one throughout a piece, and nobody keeps the key."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, count

from .passages import Passage
from .people import People, bare
from .vocabulary import listed, plain

# Plants, birds, rivers, stones and colours: they say nothing of sex, faith or where a family comes from, can be seen
# to be invented, and stand after “Mr” as well as alone. Few people bear them, so that they can be left alone
# when a text is looked through again.
INVENTED = listed(
    """
    Alder Larch Teal Yarrow Sanicle Lichen Kestrel Campion Bracken Cedar Arrowhead Fennel Marram
    Quill Tamarisk Sundew Plover Rill Sable Vetch Egret Larkspur Lapwing Ochre Pimpernel Spruce
    Thistle Umber Vesper Whin Avocet Bramble Curlew Dunlin Eider Fieldfare Gorse Harebell Isley
    Jackdaw Knapweed Lovage Medlar Nettle Osier Pipit Quince Redstart Sedge Teasel Valerian Wagtail
    Zephyr Agate Burnet Comfrey Damson Eyebright Fescue Gannet
    """
)
RESERVED = frozenset(name.casefold() for name in INVENTED)
WORD = re.compile(r"[^\W\d_]+")
# Whoever comes after the last invented name.
NUMBERED = re.compile(r"\bperson \d+\b")


class PseudonymBook(Mapping[str, str]):
    """Who is called what in one piece. It lives as long as the page that is drawn, and is never stored."""

    def __init__(self, texts: Iterable[str] = (), known: Mapping[str, str] | None = None) -> None:
        self._taken: set[str] = set()
        self._people: dict[str, str] = {}
        self._known = People()
        self._initials: dict[str, str] = {}
        self._unused = chain(INVENTED, (f"Person {number}" for number in count(1)))
        for name, invented in (known or {}).items():
            self._remember(bare(name), invented)
        for text in texts:
            self.keep_clear_of(text)

    def keep_clear_of(self, text: str) -> None:
        """Invented names that a text holds already stand for somebody there, and are not given to anybody else."""
        low = " ".join(plain(text).split())
        self._taken |= RESERVED.intersection(WORD.findall(low)) | set(NUMBERED.findall(low))

    @property
    def people(self) -> frozenset[str]:
        """The single words of the names that stand in this book."""
        return frozenset(word for name in self._known for word in name.split())

    @property
    def invented(self) -> frozenset[str]:
        """Words that stand for nobody: the list, and whatever somebody has chosen instead of a name."""
        return RESERVED | {word for each in self._people.values() for word in WORD.findall(plain(each))}

    def meet(self, text: str, names: Iterable[Passage]) -> None:
        """Who is named in a text, before anybody is given another name: one full name can settle who is meant."""
        self._known.read(text, names)

    def name_for(self, name: str) -> str:
        """The invented name of this person: the one given before, or the next of the list."""
        key = bare(name)
        self._known.meet(key)
        who = self._known.who(key)
        found = self._find(who)
        self._people[who] = self._next() if found is None else found
        return self._people[who]

    def name_for_initials(self, initials: str) -> str:
        """Somebody named in full and by their initials is one person, where no other full name has them."""
        key = "".join(WORD.findall(plain(initials)))
        if who := self._known.by_initials(key):
            return self.name_for(who)
        if key not in self._initials:
            self._initials[key] = self._next()
        return self._initials[key]

    def _find(self, who: str) -> str | None:
        if who in self._people:
            return self._people[who]
        return next(
            (self._people[each] for each in self._known.other_ways(who) if each in self._people), None
        )

    def _remember(self, key: str, invented: str) -> None:
        self._known.meet(key)
        self._people[key] = invented
        self._taken |= set(WORD.findall(plain(invented)))

    def _next(self) -> str:
        name = next(name for name in self._unused if plain(name) not in self._taken)
        self._taken.add(plain(name))
        return name

    def __getitem__(self, name: str) -> str:
        found = self._find(self._known.who(bare(name)))
        if found is None:
            raise KeyError(name)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._people)

    def __len__(self) -> int:
        return len(self._people)
