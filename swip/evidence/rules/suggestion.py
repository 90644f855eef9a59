"""Which outcomes a text may be about, by the words it shares with what the standards say under each.

Plain counting, so that it can always say why: every word counts more the fewer statements hold it, each outcome is the
average of its statements, and a text is compared with each. It suggests; nothing is ever chosen by it.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from heapq import nlargest

MOST_SUGGESTED = 5
FEWEST_WORDS = 2  # one word in common says nothing
MOST_WORDS_SHOWN = 6
# An outcome whose neighbours under the same domain fit as well is the likelier for it.
SHARE_OF_THE_DOMAIN = 0.3

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
SAY_NOTHING = """
    about after again all also and any are because been being between both but can could did does during each few for
    from further had has have her his how into its just may more most not other our out over own she should some such
    than that the their them then there these they this those through too under very was were what when where which
    while who why will with within would you your
"""
PASSED_OVER = frozenset(SAY_NOTHING.split())
# The first that a word has is taken off, so the longer come before the shorter.
TAKEN_OFF = """
    ingly edly ations ation ions ion ing ed ment ance ence ness able ity ive ful al ic ly er
"""
ENDINGS = tuple(TAKEN_OFF.split())
SHORTEST_STEM = 4


@dataclass(frozen=True)
class Suggestion:
    """An outcome that a text may show, and the words of the text that speak for it."""

    code: str
    words: list[str]


@dataclass(frozen=True)
class Learnt:
    """What each outcome's statements are about: the weight of every word in them."""

    rarity: Mapping[str, float]
    outcomes: Mapping[str, Mapping[str, float]]
    domains: Mapping[str, str]


def stem(word: str) -> str:
    """What "planning", "plans" and "planned" have in common."""
    if word.endswith("ies") and len(word) > SHORTEST_STEM:
        word = word[:-3] + "y"
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM:
            word = word.removesuffix(ending)
            break
    if word.endswith("e") and len(word) > SHORTEST_STEM:
        word = word[:-1]
    if len(word) >= SHORTEST_STEM and word[-1] == word[-2] and word[-1] not in "ls":
        word = word[:-1]
    return word[:-1] + "i" if word.endswith("y") else word


def words_in(text: str) -> tuple[Counter[str], dict[str, str]]:
    """How often each word is said that says something, by its stem, and the first word of that stem as it stands."""
    times: Counter[str] = Counter()
    as_typed: dict[str, str] = {}
    for typed, number in Counter(WORD.findall(text.lower())).items():
        word = typed.replace("’", "").replace("'", "")
        if len(word) > 2 and word not in PASSED_OVER:
            root = stem(word)
            times[root] += number
            as_typed.setdefault(root, typed)
    return times, as_typed


def learn(texts: Mapping[str, Iterable[str]], *, domains: Mapping[str, str]) -> Learnt:
    """From what the standards say under each outcome, by its code. `domains` names the domain of each."""
    counted = {code: [words_in(text)[0] for text in of_it] for code, of_it in texts.items()}
    held_by = Counter(word for of_it in counted.values() for each in of_it for word in each)
    total = sum(len(of_it) for of_it in counted.values())
    rarity = {word: math.log((total + 1) / (times + 1)) + 1 for word, times in held_by.items()}
    return Learnt(rarity, {code: average(of_it, rarity) for code, of_it in counted.items()}, domains)


def average(texts: Iterable[Counter[str]], rarity: Mapping[str, float]) -> dict[str, float]:
    together: defaultdict[str, float] = defaultdict(float)
    for each in texts:
        for word, weight in weighed(each, rarity).items():
            together[word] += weight
    return of_length_one(together)


def weighed(times: Counter[str], rarity: Mapping[str, float]) -> dict[str, float]:
    """A word that is said ten times does not weigh ten times as much."""
    return of_length_one(
        {word: (1 + math.log(number)) * rarity[word] for word, number in times.items() if word in rarity}
    )


def of_length_one(weights: Mapping[str, float]) -> dict[str, float]:
    length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1
    return {word: weight / length for word, weight in weights.items()}


def likeness(learnt: Learnt, text: str) -> dict[str, float]:
    """How much a text is like what stands under each outcome."""
    return alike(learnt, weighed(words_in(text)[0], learnt.rarity))


def alike(learnt: Learnt, said: Mapping[str, float]) -> dict[str, float]:
    by_itself = {
        code: sum(weight * of_it.get(word, 0) for word, weight in said.items())
        for code, of_it in learnt.outcomes.items()
    }
    of_domain = defaultdict(list)
    for code, much in by_itself.items():
        of_domain[learnt.domains.get(code)].append(much)
    around = {domain: sum(of_it) / len(of_it) for domain, of_it in of_domain.items()}
    return {
        code: much + SHARE_OF_THE_DOMAIN * around[learnt.domains.get(code)]
        for code, much in by_itself.items()
    }


def suggest(learnt: Learnt, text: str) -> list[Suggestion]:
    """Every outcome that shares words with a text, the likeliest first."""
    times, as_typed = words_in(text)
    said = weighed(times, learnt.rarity)
    found = []
    for code, _ in sorted(alike(learnt, said).items(), key=lambda each: -each[1]):
        of_it = learnt.outcomes[code]
        shared = [word for word in said if word in of_it]
        if len(shared) >= FEWEST_WORDS:
            first = nlargest(MOST_WORDS_SHOWN, shared, key=lambda word: said[word] * of_it[word])
            found.append(Suggestion(code, [as_typed[word] for word in first]))
    return found
