import pytest

from swip.assessment.rules import Judged, is_ready, wants

COMPLETE = Judged(word="met", reason="Because.", cited=1)


@pytest.mark.parametrize(
    ("judged", "missing"),
    [
        (COMPLETE, []),
        (Judged("", "", 0), ["a judgement", "a reason"]),
        (Judged("met", "  ", 1), ["a reason"]),
        (Judged("met", "Because.", 0), ["the evidence it rests on"]),
        (Judged("not_yet_seen", "Nothing yet.", 0), []),
    ],
)
def test_a_judgement_says_what_it_still_wants(judged, missing):
    assert wants(judged, not_seen="not_yet_seen") == missing


@pytest.mark.parametrize(
    ("judgements", "result", "summary", "ready"),
    [
        ([COMPLETE], "met", "Good.", True),
        ([], "met", "Good.", False),
        ([COMPLETE, Judged("", "", 0)], "met", "Good.", False),
        ([COMPLETE], "", "Good.", False),
        ([COMPLETE], "met", "\n", False),
    ],
)
def test_a_recommendation_is_ready_when_every_part_is(judgements, result, summary, ready):
    assert is_ready(judgements, result=result, summary=summary, not_seen="not_yet_seen") is ready
