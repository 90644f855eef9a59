"""Every rule that the service asks for by name is in the rule books that come with it."""

import re
from pathlib import Path

import pytest

from swip.programmes import files
from swip.programmes.rules import REVIEW_MONTHS

SERVICE = Path(files.__file__).parents[1]
CALLED = re.compile(r"""\.(?:value|rule|rule_url)\(\s*["']([a-z0-9_.]+)["']\s*\)""")
QUOTED = re.compile(r"""["']([a-z][a-z0-9_]*(?:\.[a-z0-9_]+)+)["']""")
BOOKS = files.read_folder()
KEYS = {rule.key for book in BOOKS for rule in book.rules}


def asked_for():
    """Each key that a room names: in a call, or as a constant that reads like one of the rules."""
    for path in SERVICE.rglob("*"):
        place = path.relative_to(SERVICE)
        if path.suffix not in (".py", ".html") or {"tests", "migrations", "demo"} & set(place.parts):
            continue
        text = path.read_text(encoding="utf-8")
        named = set(CALLED.findall(text)) | (set(QUOTED.findall(text)) & KEYS)
        yield from ((key, place.parts[0]) for key in named)


def test_every_rule_that_a_page_asks_for_is_there():
    assert [(room, key) for key, room in asked_for() if key not in KEYS] == []


def test_the_list_of_what_the_service_applies_is_whole():
    found = {}
    for key, room in asked_for():
        if key not in REVIEW_MONTHS:
            found.setdefault(key, set()).add(room)
    lines = [f"{key}: {', '.join(sorted(rooms))}" for key, rooms in sorted(found.items())]
    listed = [f"{key}: {', '.join(rooms)}" for key, rooms in sorted(files.applied().items())]

    assert listed == lines, f"{files.APPLIED.name} has to be\n" + "\n".join(lines)


def test_programmes_differ_only_in_rules_that_name_a_programme():
    first, second = ({rule.key for rule in book.rules} for book in BOOKS)
    own = {key for key in first ^ second if not re.search(r"\.(asye|programme)", key)}

    assert own - set(REVIEW_MONTHS) == set()


@pytest.mark.parametrize("book", BOOKS, ids=lambda book: book.path.stem)
def test_plain_words_are_whole_sentences_that_people_can_read(book):
    for rule in book.rules:
        assert rule.plain_words.endswith("."), rule.key
        assert rule.plain_words[0].isupper(), rule.key
        assert len(rule.plain_words) < 300, rule.key
        assert not re.search(r"\b(WCAG|DPIA|SWE|FTE|LA)\b", rule.plain_words), rule.key
