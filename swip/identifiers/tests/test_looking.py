"""What is found in the texts of a record together, and what becomes of it when something was decided."""

from swip.accounts.models import User
from swip.identifiers.queries import Passage
from swip.identifiers.queries.looking import looked_at
from swip.identifiers.rules import PseudonymBook
from swip.identifiers.steps import Step


def looking_at(**texts):
    passages = [Passage(name, name, text) for name, text in texts.items()]
    return looked_at(User(pk=1), passages, [], frozenset(), [], PseudonymBook(texts.values()), [])


def test_who_is_named_in_one_box_is_looked_for_in_those_above_it():
    looking = looking_at(happened="We had lunch. Braithnell, too.", why="Mr Braithnell agreed.")

    assert [(each.text, each.times) for each in looking.found] == [("Braithnell", 2)]
    assert [len(looking.places[each.name]) for each in looking.passages] == [1, 1]


def test_who_is_renamed_once_is_renamed_wherever_they_are_named_before_the_page_is_left():
    looking = looking_at(happened="Liam was late. Later Liam Begum sat with Yusuf.", why="L.B. is safe.")
    liam, whole, _yusuf, letters = looking.found

    step = Step(looking, data={f"do_{liam.key}": "suggestion"}, then="edit")
    unsure = Step(looking, data={f"do_{liam.key}": "suggestion", f"do_{whole.key}": "keep"}, then="edit")

    assert letters.text == "L.B."
    assert step.decided.texts == {
        "happened": "Alder was late. Later Alder sat with Yusuf.",
        "why": "Alder is safe.",
    }
    assert "Liam Begum sat" in unsure.decided.texts["happened"]
