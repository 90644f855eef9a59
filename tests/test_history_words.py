"""Everything that history can say, it can say in plain words."""

import ast
from collections.abc import Iterator
from pathlib import Path

from swip.core import history_words

SERVICE = Path(__file__).resolve().parent.parent / "swip"


def recorded_actions() -> Iterator[tuple[str, ast.expr]]:
    """The first argument of every `history.record(…)` in the code, and where it stands."""
    for path in sorted(SERVICE.rglob("*.py")):
        if "tests" in path.parts or "migrations" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "history.record":
                yield f"{path.relative_to(SERVICE)}:{node.lineno}", node.args[0]


def test_every_recorded_action_has_its_words():
    known = history_words.vocabulary().words
    unknown = {
        f"{place}: {constant.value}"
        for place, action in recorded_actions()
        for constant in ast.walk(action)
        if isinstance(constant, ast.Constant) and constant.value not in known
    }
    assert not unknown, "history_words.py of the room does not have: " + "; ".join(sorted(unknown))


def test_an_action_is_written_out_where_it_is_recorded():
    put_together = [
        place
        for place, action in recorded_actions()
        if not isinstance(action, ast.Constant | ast.IfExp | ast.Subscript)
    ]
    assert not put_together, "write the action as it stands in history_words.py: " + "; ".join(put_together)


def test_words_begin_with_a_capital_and_end_without_a_stop():
    for words in history_words.vocabulary().words.values():
        assert words[0].isupper(), words
        assert not words.endswith("."), words
