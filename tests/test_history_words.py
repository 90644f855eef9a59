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


def is_known(action: ast.expr, known: set[str]) -> bool:
    """An action written out has its words; of one that is put together, at least something begins like it."""
    match action:
        case ast.Constant():
            return action.value in known
        case ast.IfExp():
            return is_known(action.body, known) and is_known(action.orelse, known)
        case ast.JoinedStr(values=[ast.Constant(value=beginning), *_]):
            return any(each.startswith(beginning) for each in known)
    return True


def test_every_recorded_action_has_its_words():
    known = set(history_words.vocabulary().words)
    unknown = [
        f"{place}: {ast.unparse(action)}"
        for place, action in recorded_actions()
        if not is_known(action, known)
    ]
    assert not unknown, "history_words.py of the room does not have\n" + "\n".join(unknown)


def test_words_begin_with_a_capital_and_end_without_a_stop():
    for words in history_words.vocabulary().words.values():
        assert words[0].isupper(), words
        assert not words.endswith("."), words
