"""Whether two entries may be about one person, from a name and from a trace of a date of birth."""

from __future__ import annotations

import datetime
import hashlib
import unicodedata

# So few that hundreds of dates of birth leave the same mark: nobody can read one back from it.
MARKS = 64


def plain_name(name: str) -> str:
    """A name without what people spell differently: capitals, accents, apostrophes, hyphens, and its order."""
    letters = unicodedata.normalize("NFKD", name.casefold()).replace("-", " ").replace("‑", " ")
    kept = "".join(each for each in letters if each.isspace() or unicodedata.category(each)[0] == "L")
    return " ".join(sorted(kept.split()))


def alike(one: str, other: str) -> bool:
    """Whether these could be two spellings of one name."""
    return plain_name(one) == plain_name(other)


def date_mark(name: str, born_on: datetime.date) -> int:
    """One of 64 marks. The same name and date leave the same; of other dates, one in 64 does too."""
    digest = hashlib.sha256(f"{plain_name(name)}|{born_on.isoformat()}".encode()).digest()
    return digest[0] % MARKS
