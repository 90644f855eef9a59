"""How a text is shown: where its key terms are linked, which of its words a search found."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

# Characters for private use, which no text contains: a search marks words with them before it is escaped.
MARK_BEGINS, MARK_ENDS = "\ue000", "\ue001"


@dataclass(frozen=True)
class Stretch:
    """Some words of a text, and what they lead to or whether they were found."""

    text: str
    term: str = ""
    is_found: bool = False


def with_terms(text: str, forms: Mapping[str, str], already: set[str] | None = None) -> list[Stretch]:
    """The text with the first occurrence of each key term told apart. `forms` gives the term of each form.

    Whole words only: “child” is linked in “child's”, and not in “child-centred”.
    """
    if not forms:
        return [Stretch(text)]
    seen = set() if already is None else already
    stretches, done = [], 0
    for found in _pattern(tuple(forms)).finditer(text):
        term = forms[found[0].lower()]
        if term in seen:
            continue
        seen.add(term)
        stretches += [Stretch(text[done : found.start()]), Stretch(found[0], term=term)]
        done = found.end()
    return [each for each in [*stretches, Stretch(text[done:])] if each.text]


@lru_cache(maxsize=64)
def _pattern(forms: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = "|".join(re.escape(form) for form in sorted(forms, key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?:{longest_first})(?![\w-])", re.IGNORECASE)


def with_marks(headline: str) -> list[Stretch]:
    """What the database marked, as stretches of plain text that a page can escape."""
    stretches = []
    for position, piece in enumerate(re.split(f"[{MARK_BEGINS}{MARK_ENDS}]", headline)):
        if piece:
            stretches.append(Stretch(piece, is_found=position % 2 == 1))
    return stretches


def forms_of(terms: Iterable) -> dict[str, str]:
    """Every form of every term, in lower case, with the place of its meaning."""
    return {form.lower(): term.slug for term in terms for form in term.forms}
