"""Names of places and of nurseries that are more than one word, some of them ordinary."""

from __future__ import annotations

from collections.abc import Sequence

from . import context
from .reading import Token
from .vocabulary import FIRST_NAMES, PLACES, SURNAMES, is_word

# “Great Yarmouth”, “Kings Heath”: words that begin the name of a place, and words that end one.
OPENINGS = context.words(
    """
    great north south east west upper lower little much old new high market king's kings king bishop's
    bishops bishop abbots castle chapel church temple long monks nether over steeple tower
    """
)
ENDINGS = context.words(
    """
    bridge park hill hills heath green common moor moors side end cross gate vale wood woods village
    island bay spa mills town bank edge fields marsh mill rise brook castle abbey forest valley moss
    regis magna parva hamlets junction sands beach harbour quay haven point row dale top bottom
    """
)
# With these it is nearly always a place, wherever it stands.
SURELY = context.words("great north south east west upper lower")
BETWEEN = context.words("on upon in under super le by")
WATERS = context.words(
    """
    trent avon tyne tees lyme lyne sea thames furness mare wye ouse humber crouch fleet soar severn
    derwent wharfedale street wear aire don dee hull
    """
)
NURSERIES = context.words(
    """
    little busy tiny bright sunny rainbow
    """
)
# “Church Street” is no church.
ROADS = context.words("street road lane avenue close drive crescent terrace grove mews")
TO_A_WARD = context.words("on to from the")
SMALL_MATTERS = context.words("things ones words bits changes moments steps wins")


def end_of_place(tokens: Sequence[Token], first: int, last: int, before: str) -> int | None:
    """Where a place of several words ends, or nothing where none begins here."""
    if first == last:
        return None
    token, following = tokens[first], tokens[first + 1]
    arrives = before in context.IN_A_PLACE or before in context.TO_A_PLACE
    if is_by_a_water(tokens, first, last):
        return first + 2
    if token.low == "river" and before == "the":
        return first + 1
    if token.low in OPENINGS and not arrives:
        is_a_name = following.low in FIRST_NAMES or following.low in SURNAMES or is_word(following.low)
        is_known = following.low in PLACES or token.low in SURELY
        return on_to_its_end(tokens, first + 1, last) if is_known and not is_a_name else None
    if token.low in OPENINGS and (not is_word(following.low) or following.low in PLACES | ENDINGS):
        return on_to_its_end(tokens, first + 1, last)
    if token.low in FIRST_NAMES or (token.low in SURNAMES and not arrives) or is_word(token.low):
        return None
    return on_to_its_end(tokens, first, last) if following.low in ENDINGS else None


def on_to_its_end(tokens: Sequence[Token], position: int, last: int) -> int:
    """“Hebden” → “Hebden Bridge”."""
    if is_by_a_water(tokens, position, last):
        return position + 2
    while position < last and tokens[position + 1].is_capital and tokens[position + 1].low in ENDINGS:
        position += 1
    return position


def is_by_a_water(tokens: Sequence[Token], first: int, last: int) -> bool:
    """“Newcastle under Lyme”, “Weston super Mare”"""
    return first + 2 <= last and tokens[first + 1].low in BETWEEN and tokens[first + 2].low in WATERS


def is_a_nursery(tokens: Sequence[Token], first: int, last: int) -> bool:
    """“Little Acorns”, “Busy Bees”: so they are called where the word nursery is left out."""
    if first == last or tokens[first].low not in NURSERIES:
        return False
    low = tokens[first + 1].low
    is_of_a_person = low in FIRST_NAMES or (low in SURNAMES and tokens[first].low == "little")
    return low.endswith("s") and not is_of_a_person and low not in SMALL_MATTERS


def setting_in(lows: list[str], before: str) -> int:
    """The place in the run of the last word of a named setting, or -1 when none is named."""
    is_here = before in context.IN_A_PLACE or before in TO_A_WARD
    if lows[1:] in (["ward"], ["church"], ["temple"]) and lows[0] in FIRST_NAMES and not is_here:
        return -1  # “Nora Ward rang” is a person
    found = -1
    for i, low in enumerate(lows):
        if low in context.SETTINGS and i and not (i + 1 < len(lows) and lows[i + 1] in ROADS):
            found = i
    if found < 0 or all(low in context.GENERIC or low in context.SETTINGS for low in lows[:found]):
        return -1
    if lows[found] in {
        "house",
        "lodge",
        "ward",
        "centre",
        "hub",
        "temple",
        "church",
        "medical",
        "guides",
    } and all(is_word(low) and low not in FIRST_NAMES for low in lows[:found]):
        return -1 if found < 2 or lows[found] not in {"centre", "medical"} else found
    return found
