"""Who gets the same invented name in one piece, and who gets another because somebody else may be meant."""

import pytest

from swip.identifiers.rules import find, find_in, replace


def put_in_place(text):
    return replace(text, [(each, each.suggestion) for each in find(text)])


@pytest.mark.parametrize(
    ("text", "after"),
    [
        (
            "Grace Okonkwo came. Mrs Okonkwo said that Grace was tired.",
            "Alder came. Mrs Alder said that Alder was tired.",
        ),
        ("Ms Begum rang. Then Amina Begum came.", "Ms Alder rang. Then Alder came."),
        ("Siobhan O’Neill came. Ms O'Neill’s key fits.", "Alder came. Ms Alder’s key fits."),
        ("Dr Anil Banerjee came. Dr Banerjee wrote.", "Dr Alder came. Dr Alder wrote."),
        ("Amina Begum came. Ms A. Begum left, AB said.", "Alder came. Ms Alder left, Alder said."),
        ("Rhys ap Gwilym came. Mr Gwilym left.", "Alder came. Mr Alder left."),
        ("Tilly-Mae came. Tilly was tired.", "Alder came. Alder was tired."),
        ("Liam came. Liam Begum was tired.", "Alder came. Alder was tired."),
        ("Ada Clough said: “She asked.” Ada left.", "Alder said: “She asked.” Alder left."),
        ("Abu Bakr Siddiqui came. Abu Bakr prayed.", "Alder came. Alder prayed."),
        (
            "I like the Khans. The Khans’ cat hid. Mrs Khan left.",
            "I like the Alder family. The Alder family’s cat hid. Mrs Alder left.",
        ),
        ("Summer Rose Parker came. Summer Parker left.", "Alder came. Alder left."),
    ],
)
def test_one_person_called_in_two_ways_gets_one_name(text, after):
    assert put_in_place(text) == after


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("Liam Begum was late. Ms Begum rang.", "Alder was late. Ms Larch rang."),
        ("Grace Okonkwo is nine. Mrs Okonkwo rang.", "Alder is nine. Mrs Larch rang."),
        ("Her daughter Grace Okonkwo came. Mrs Okonkwo rang.", "Her daughter Alder came. Mrs Larch rang."),
        ("Grace Okonkwo’s mother came. Mrs Okonkwo rang.", "Alder’s mother came. Mrs Larch rang."),
        ("Grace Okonkwo came. Her mother, Mrs Okonkwo, rang.", "Alder came. Her mother, Mrs Larch, rang."),
        ("Grace Okonkwo came. Mrs Okonkwo, her aunt, rang.", "Alder came. Mrs Larch, her aunt, rang."),
        ("Grace Okonkwo came. Mr Okonkwo and Mrs Okonkwo rang.", "Alder came. Mr Larch and Mrs Larch rang."),
        ("Grace Okonkwo came. Grace and Mrs Okonkwo rang.", "Alder came. Alder and Mrs Larch rang."),
        ("Grace Okonkwo slept while Mrs Okonkwo rang.", "Alder slept while Mrs Larch rang."),
        ("Grace Okonkwo came. The Okonkwo family rang.", "Alder came. The Larch family rang."),
        ("Grace Okonkwo came. Dr Okonkwo rang.", "Alder came. Dr Larch rang."),
        ("Grace Okonkwo and Ada Okonkwo came. Mrs Okonkwo rang.", "Alder and Larch came. Mrs Teal rang."),
        ("Baby Firth is due. Lauren Firth is well.", "Baby Alder is due. Larch is well."),
        ("Amina Khan came. The Khans left.", "Alder came. The Larch family left."),
        ("Amina Begum came. Ms N Begum rang.", "Alder came. Ms Larch rang."),
        ("Tilly-Mae and Tilly came.", "Alder and Larch came."),
        ("Tilly-Mae came and Tilly-Rose left. Tilly rang.", "Alder came and Larch left. Teal rang."),
        ("Amira Khan and Amira Begum came. Amira rang.", "Alder and Larch came. Teal rang."),
        ("Amira Khan and Ali Karim came. AK rang.", "Alder and Larch came. Teal rang."),
    ],
)
def test_who_may_be_somebody_else_gets_a_name_of_their_own(text, after):
    assert put_in_place(text) == after


def test_who_is_meant_in_one_text_is_settled_by_all_texts_of_the_piece():
    def names_in(*texts):
        return [each.suggestion for found in find_in(texts) for each in found]

    assert names_in("Mrs Okonkwo rang.", "Grace Okonkwo came.") == ["Alder", "Alder"]
    assert names_in("Mrs Okonkwo rang.", "Grace Okonkwo came.", "Ada Okonkwo came.") == [
        "Alder",
        "Larch",
        "Teal",
    ]


def test_a_colleague_is_known_by_an_initial_too():
    (found,) = find("I asked J. Smith.", colleagues={"Jo Smith": "my supervisor"})

    assert found.is_colleague
