"""The questions of a round, read from data: areas with a word for each, and two open ones."""

from __future__ import annotations

import datetime
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent.parent / "data"
LONGEST = 2_000


@dataclass(frozen=True)
class Area:
    """Something to choose a word about."""

    code: str
    title: str
    about: str


@dataclass(frozen=True)
class OpenQuestion:
    """Something to write about, to a colleague of the social worker or to the social worker."""

    code: str
    title: str
    label: str
    own_label: str
    hint: str


@dataclass(frozen=True)
class Questions:
    """What one round asks, and the words to choose from."""

    code: str
    areas: tuple[Area, ...]
    open: tuple[OpenQuestion, ...]
    scale: tuple[tuple[str, str], ...]
    say_why: tuple[str, ...]
    says_nothing: tuple[str, ...]

    @property
    def words(self) -> dict[str, str]:
        return dict(self.scale)

    def kept(self) -> dict[str, Any]:
        """As a round keeps them."""
        return {
            "code": self.code,
            "areas": [vars(each) for each in self.areas],
            "open": [vars(each) for each in self.open],
            "scale": [list(each) for each in self.scale],
            "say_why": list(self.say_why),
            "says_nothing": list(self.says_nothing),
        }

    @classmethod
    def of(cls, kept: dict[str, Any]) -> Questions:
        """As they were when the round began."""
        return cls(
            code=kept["code"],
            areas=tuple(Area(**each) for each in kept["areas"]),
            open=tuple(OpenQuestion(**each) for each in kept["open"]),
            scale=tuple((code, words) for code, words in kept["scale"]),
            say_why=tuple(kept["say_why"]),
            says_nothing=tuple(kept["says_nothing"]),
        )


@cache
def files() -> tuple[dict[str, Any], ...]:
    """Every set of questions there is, the newest first."""
    found = [tomllib.loads(path.read_text()) for path in sorted(FOLDER.glob("*.toml"))]
    return tuple(sorted(found, key=lambda each: (each["valid_from"], each["code"]), reverse=True))


def asked_on(day: datetime.date, programme: str, scale: Iterable[tuple[str, str]]) -> Questions:
    """The questions that hold on a day: the programme's own, or those for all that have none."""
    known = [each for each in files() if each["valid_from"] <= day] or list(files()[-1:])
    own = [each for each in known if programme in each["programmes"]]
    chosen = (own or [each for each in known if not each["programmes"]])[0]
    return Questions.of(
        {
            "code": chosen["code"],
            "areas": chosen["area"],
            "open": chosen["open"],
            "scale": list(scale),
            "say_why": chosen["say_why"],
            "says_nothing": chosen["says_nothing"],
        }
    )
