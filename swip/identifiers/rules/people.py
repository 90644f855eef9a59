"""Who is meant by a name in one piece: two ways of naming are one person only where that is unmistakable."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from . import context
from .passages import Passage
from .reading import POSSESSIVE
from .vocabulary import MENS_NAMES, SURNAMES, WOMENS_NAMES, is_first_name, plain

HIS, HERS = "his", "hers"
SEX_OF_TITLE = dict.fromkeys(("mr", "sir", "lord"), HIS) | dict.fromkeys(
    ("mrs", "ms", "miss", "lady", "dame"), HERS
)
# Beside these a title says what somebody works as: “Dr Begum” is hardly the Amina Begum whom she saw.
EVERYDAY = frozenset({*SEX_OF_TITLE, "mx"})
TITLES = "|".join(sorted({*context.TITLES, "dame"}))
TITLE = re.compile(rf"^(?:{TITLES})\b\.?\s+", re.IGNORECASE)
TITLE_BEFORE = re.compile(rf"\b({TITLES})\.? ?$", re.IGNORECASE)
KIN = (
    "(?:step|foster |grand)?(?:mother|father|mum|dad|parents?)|mam|mummy|mom|daddy|aunt|auntie|uncle|nan|nana|gran"
    "|granny|grandma|grandad|wife|husband|partner|sister|brother|cousin|carers?|guardian|family|school|teacher|neighbour"
    "|childminder|landlord|head|worker|nurse|doctor|gp|solicitor|barrister|judge|officer|visitor|midwife|coach"
    "|supervisor|manager|tutor|mentor|therapist|psychologist|paediatrician"
)
YOUNG = (
    "child|boy|girl|baby|toddler|infant|pupil|teenager|daughter|son|twin|niece|nephew|grandson|granddaughter|grandchild"
    "|brother|sister|sibling|eldest|youngest|year[- ]old|young person"
)
TEENS = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
    r"|1[0-7]|[1-9]"
)
# “Grace’s mother”, “Grace (9)”, “Grace, who is nine”, “her daughter Grace”: Mrs Okonkwo is another person then.
YOUNG_AFTER = re.compile(
    rf"['’]s? (?:[\w-]+ )?(?:{KIN})\b|,? \(?(?:who )?(?:is |was |has (?:just )?turned |turned |aged |age )?"
    rf"(?:only |now )?(?:{TEENS})\b(?!%|/|:| (?:of|o'clock|times))",
    re.IGNORECASE,
)
YOUNG_BEFORE = re.compile(rf"\b(?:{YOUNG})s?,?(?: called| named)? ?[“\"(]?$", re.IGNORECASE)
# “her mother, Mrs Okonkwo”, “Mrs Okonkwo, Grace’s mother”
KIN_BEFORE = re.compile(rf"\b(?:{KIN})s?(?: is| was)?[,:–-]? ?[“\"(]?$", re.IGNORECASE)
KIN_AFTER = re.compile(
    rf"(?:,| is| was| \()(?: who (?:is|was))? ?(?:the |her |his |their |[\w-]+['’]s )(?:[\w-]+ )?(?:{KIN})\b",
    re.IGNORECASE,
)
FAMILY_AFTER = re.compile(rf"['’]?s? (?:{'|'.join(sorted(context.FAMILY_NOUNS))})\b")
LISTED = re.compile(rf"(?:['’]s?)?(?:,? (?:and|or|&|nor|with) |, ?|/)(?:(?:{TITLES})\.? )?", re.IGNORECASE)
ENDS_A_SENTENCE = re.compile(r"[!?\n]|(?<!\bMr)(?<!\bMrs)(?<!\bMs)(?<!\bDr)(?<!\bMx)\.(?=[\"”’')]*\s)")
FAR = 40


def bare(name: str) -> str:
    """A name without title, capitals, accents, points and a possessive ending, to compare with others."""
    name = plain(TITLE.sub("", POSSESSIVE.sub("", name.strip()))).replace("’", "'")
    return " ".join(name.replace(".", " ").split())


def surname_of_family(before: str, name: str) -> str:
    """“the Khans” are the Khan family: their surname, or nothing where one person is meant."""
    key = bare(name)
    is_many = key.endswith("s") and " " not in key and before.lower().endswith("the ")
    return "" if not is_many or key in SURNAMES or is_first_name(key) else key[:-1]


class People:
    """Everybody who is named in the texts of a piece, each under one key."""

    def __init__(self) -> None:
        self._met: set[str] = set()
        self._by_first: dict[str, set[str]] = defaultdict(set)
        self._by_last: dict[str, set[str]] = defaultdict(set)
        self._by_initials: dict[str, set[str]] = defaultdict(set)
        self._titles: dict[str, set[str]] = defaultdict(set)
        self._apart: dict[str, set[str]] = defaultdict(set)
        self._young: set[str] = set()
        self._related: set[str] = set()
        # What was worked out already: of a long text the same is asked many times.
        self._answers: dict[str, str | None] = {}

    def __iter__(self) -> Iterator[str]:
        return iter(self._met)

    def read(self, text: str, names: Iterable[Passage]) -> None:
        """Takes in who is named in a text, by which title, and who stands beside whom."""
        self._answers.clear()
        before: list[tuple[Passage, str]] = []
        for each in names:
            ahead = text[max(0, each.start - FAR) : each.start]
            behind = text[each.end : each.end + FAR]
            title = TITLE_BEFORE.search(ahead)
            family = surname_of_family(ahead, text[each.start : each.end])
            key = family or bare(text[each.start : each.end])
            self.meet(key, title[1].lower() if title else "")
            if title:
                ahead = ahead[: title.start()]
            if family or KIN_BEFORE.search(ahead) or KIN_AFTER.match(behind) or FAMILY_AFTER.match(behind):
                self._related.add(key)
            if not title and (YOUNG_BEFORE.search(ahead) or YOUNG_AFTER.match(behind)):
                self._young.add(key)
            for earlier, other in before[-3:]:
                self._compare(text[earlier.end : each.start], other, key)
            before.append((each, key))

    def _compare(self, between: str, one: str, other: str) -> None:
        """“Grace and Mrs Okonkwo” are two; so are a whole name and a part of it within one sentence."""
        parts = min(len(one.split()), len(other.split())), max(len(one.split()), len(other.split()))
        is_of_one = len(between) < 300 and not ENDS_A_SENTENCE.search(between)
        if LISTED.fullmatch(between) or (is_of_one and (parts[1] > 1 or "-" in one + other)):
            self._apart[one].add(other)
            self._apart[other].add(one)

    def meet(self, key: str, title: str = "") -> None:
        self._titles[key].add(title)
        if key in self._met:
            return
        self._answers.clear()
        self._met.add(key)
        words = key.split()
        if len(words) == 1:
            if "-" in key and is_first_name(key):
                self._by_first[key.partition("-")[0]].add(key)
            return
        self._by_last[words[-1]].add(key)
        if len(words) > 2:
            self._by_last[" ".join(words[1:])].add(key)
            self._by_first[" ".join(words[:-1])].add(key)
        self._by_initials[words[0][0] + words[-1][0]].add(key)
        self._by_initials["".join(word[0] for word in words)].add(key)
        if len(words[0]) > 1:
            self._by_first[words[0]].add(key)
            if "-" in words[0]:
                self._by_first[words[0].partition("-")[0]].add(key)

    def who(self, key: str) -> str:
        """The name under which this person is kept; the same name where somebody else may be meant."""
        known = self._answers.get(key)
        if known is None:
            known = self._answers[key] = self._worked_out(key, key.split())
        return known

    def _worked_out(self, key: str, words: list[str]) -> str:
        if len(words) == 1:
            return self._by_a_part(key)
        if len(words[0]) == 1:
            return self._by_initial_and_surname(key, words)
        longer = self._by_first.get(key, set())
        if len(longer) == 1 and not longer & self._listed(key):  # “Abu Bakr” is Abu Bakr Siddiqui
            return self.who(*longer)
        short = f"{words[0]} {words[-1]}"
        return short if short in self._met and short not in self._listed(key) else key

    def _by_a_part(self, key: str) -> str:
        firsts = {self.who(each) for each in self._by_first.get(key, ())}
        lasts = {self.who(each) for each in self._by_last.get(key, ())}
        if len(firsts | lasts) != 1:
            return key
        (whole,) = firsts | lasts
        if whole in lasts:
            return whole if self._bears(key, whole) else key
        is_another = self._titles.get(key, set()) - {""} or self._by_first[key] & self._listed(key)
        return key if is_another else whole

    def _listed(self, key: str) -> set[str]:
        return self._apart.get(key, set())

    def _by_initial_and_surname(self, key: str, words: list[str]) -> str:
        wholes = {
            self.who(each)
            for each in self._by_last.get(words[-1], ())
            if len(each.partition(" ")[0]) > 1 and each[0] == words[0]
        }
        if len(wholes) != 1:
            return key
        (whole,) = wholes
        return whole if self._bears(key, whole) else key

    def _bears(self, surname: str, whole: str) -> bool:
        """Whether nothing speaks against that who is called by a surname is the one whose full name holds it."""
        first = whole.partition(" ")[0]
        if surname in self._related | self._young or {whole, first} & self._listed(surname):
            return False
        titles, own = (self._titles.get(each, set()) - {""} for each in (surname, whole))
        if not titles:
            return True
        if {whole, first} & self._young or titles - EVERYDAY - own:
            return False
        sexes = {SEX_OF_TITLE[each] for each in titles | own if each in SEX_OF_TITLE}
        return titles <= own or sexes == {self._sex_of(first, own)}

    @staticmethod
    def _sex_of(first: str, titles: set[str]) -> str | None:
        said = {SEX_OF_TITLE[each] for each in titles if each in SEX_OF_TITLE}
        if said:
            return said.pop() if len(said) == 1 else None
        part = first.partition("-")[0]
        return HERS if part in WOMENS_NAMES else HIS if part in MENS_NAMES else None

    def by_initials(self, letters: str) -> str | None:
        """The one person with these initials, if there is one alone."""
        key = f"{letters}."
        if key not in self._answers:
            found = {self.who(each) for each in self._by_initials.get(letters, ())}
            self._answers[key] = found.pop() if len(found) == 1 else None
        return self._answers[key]

    def other_ways(self, key: str) -> list[str]:
        """By what else this person may have been called before the whole name was met."""
        words = key.split()
        first, last = words[0], words[-1]
        parts = {
            first,
            first.partition("-")[0],
            last,
            " ".join(words[1:]),
            " ".join(words[:-1]),
            f"{first[:1]} {last}",
        }
        return [each for each in sorted(parts) if each != key and each in self._met and self.who(each) == key]
