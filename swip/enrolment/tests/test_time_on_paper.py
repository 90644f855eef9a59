"""docs/time.md shows worked examples: each is worked out here and must print what the page says."""

import datetime
import re
import tomllib
from pathlib import Path

import pytest

from swip.enrolment.queries.timetable import sum_of
from swip.enrolment.rules import stage_name
from swip.enrolment.rules.timetable import (
    Absence,
    Gap,
    Job,
    Life,
    MoreTime,
    Pause,
    StageTerms,
    Terms,
    timetable,
)
from swip.govuk.words import date_in_words

PAGE = Path(__file__).resolve().parents[3] / "docs" / "time.md"
EXAMPLE = re.compile(
    r"^### (?P<title>.+?)\n.*?```toml\n(?P<life>.*?)```\s*```text\n(?P<result>.*?)```", re.M | re.S
)
MONTHS = (3, 6, 12, 18, 24)
TERMS = Terms(
    length_months=24,
    stages=tuple(
        StageTerms(f"month-{month}", f"Month {month}", month, is_final=month == 24) for month in MONTHS
    ),
    longest_months=36,
    months_between_reviews=6,
)


def examples():
    return [match.groupdict() for match in EXAMPLE.finditer(PAGE.read_text())]


def life(told):
    start = told["start"]
    jobs = told.get("hours", [{"from": start}])
    return Life(
        start,
        tuple(
            Job(each["from"], each.get("until"), tenths=round(each.get("part", 1.0) * 10)) for each in jobs
        ),
        absences=tuple(
            Absence(
                each["from"],
                each.get("until"),
                words=each["words"],
                is_exempt=each.get("exempt", False),
                makes_longer=each.get("makes_longer"),
            )
            for each in told.get("absence", [])
        ),
        pauses=tuple(
            Pause(each["from"], each.get("until"), each.get("expected"), each["words"])
            for each in told.get("pause", [])
        ),
        gaps=tuple(Gap(each["from"], each["until"]) for each in told.get("gap", [])),
        more_time=tuple(MoreTime(each["days"], each["words"]) for each in told.get("more_time", [])),
        months_off=told.get("months_off", 0),
    )


def printed(told):
    lived = life(told)
    found = timetable(lived, TERMS, on=told.get("asked_on", told["start"]))
    dates = [
        f"{stage_name(each.stage.name, round=each.round, is_final=each.stage.is_final)}: "
        + ("falls away" if each.falls_away else date_in_words(each.due_on))
        for each in found.stages
    ]
    return "\n".join([str(sum_of(lived, TERMS, found)), "", *dates])


@pytest.mark.parametrize("example", examples(), ids=lambda each: each["title"])
def test_an_example_prints_what_the_page_says(example):
    assert printed(tomllib.loads(example["life"])) == example["result"].strip()


def test_there_are_examples():
    assert len(examples()) >= 10
    assert all(isinstance(tomllib.loads(each["life"])["start"], datetime.date) for each in examples())
