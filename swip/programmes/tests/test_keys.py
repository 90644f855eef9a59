"""Every rule that the service asks for by name is in the rule books that come with it."""

import re
from pathlib import Path

import pytest

from swip.programmes import files
from swip.programmes.rules import REVIEW_MONTHS

SERVICE = Path(files.__file__).parents[1]
ASKED = re.compile(r"""\.(?:value|rule|rule_url)\(\s*["']([a-z0-9_.]+)["']\s*\)""")


def asked_for():
    for path in SERVICE.rglob("*"):
        if path.suffix in (".py", ".html") and "tests" not in path.parts and path.is_file():
            for key in ASKED.findall(path.read_text(encoding="utf-8")):
                yield str(path.relative_to(SERVICE)), key


@pytest.mark.parametrize("book", files.read_folder(), ids=lambda book: book.path.stem)
def test_every_rule_that_a_page_asks_for_is_there(book):
    keys = {rule.key for rule in book.rules}

    assert [(path, key) for path, key in asked_for() if key not in keys] == []


def test_programmes_differ_only_in_rules_that_name_a_programme():
    swip, asye = (
        {rule.key for rule in book.rules}
        for book in sorted(files.read_folder(), key=lambda b: -b.programme["position"])
    )
    own = {key for key in swip ^ asye if not re.search(r"\.(asye|programme)", key)}

    assert own - set(REVIEW_MONTHS) == set()


@pytest.mark.parametrize("book", files.read_folder(), ids=lambda book: book.path.stem)
def test_plain_words_are_whole_sentences_that_people_can_read(book):
    for rule in book.rules:
        assert rule.plain_words.endswith("."), rule.key
        assert rule.plain_words[0].isupper(), rule.key
        assert len(rule.plain_words) < 300, rule.key
        assert not re.search(r"\b(WCAG|DPIA|SWE|FTE|LA)\b", rule.plain_words), rule.key
