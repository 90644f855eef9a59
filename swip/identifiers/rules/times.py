"""Days and ages said more vaguely: a month, a season, a band of years, in the form that the sentence wants."""

from __future__ import annotations

import datetime
import re

from .bands import ADULT, BABY, Band, band_of_age, band_of_birth
from .context import words
from .dates import MONTHS, month_of
from .placing import Place, Words, nothing, put, put_for, with_article

WEEKDAY = r"(?:Mon|Tue|Tues|Wed|Weds|Wednes|Thu|Thur|Thurs|Fri|Sat|Satur|Sun)(?:day)?"
LEAD = re.compile(rf"(?P<on>\bon )?(?P<weekday>\b{WEEKDAY}[.,]{{0,2}} )?(?P<the>\bthe )?$", re.IGNORECASE)
# “between 12 and ”, “on 3 or ”: the other half of what stands here.
OTHER_DAY = re.compile(
    r"(?:\b(?:on|between|from) )?(?:\bthe )?(?<![\d/.])\d{1,2}(?:st|nd|rd|th)? ?(?:and|or|to|[-–&]) ?(?:the )?$",
    re.IGNORECASE,
)
BARE_AFTER = words(
    """
    since from by until till before after to of for between around about dated last next this in during
    early late mid following than at
    """
)
IN_SUBJECT = re.compile(r"\s*(?:[:–-]|is\b|was\b|$|\n|\.)")
AN_EVENT = re.compile(
    r" (?:\w+ )?(?:hearing|meeting|visit|conference|review|order|incident|assault|assessment)\b"
)
SEASONS = ("winter", "winter", *["spring"] * 3, *["summer"] * 3, *["autumn"] * 3, "winter")
HE = r"(?:he|boy|son|brother|lad|man|father|dad|nephew|uncle|grandson|boyfriend|stepson|stepbrother|grandfather)"
SHE = r"(?:she|girl|daughter|sister|woman|mother|mum|mam|niece|aunt|granddaughter|girlfriend|stepdaughter|stepsister)"
WHOSE = re.compile(
    rf"\b(?:(?P<he>{HE})|(?P<she>{SHE}))(?:['’](?:s|d))?,?(?: (?:is|was|had|has|be|turned|when|now|just|only|already"
    r"|still|then|nearly|almost|aged|at|by|from|since|until|to)){0,4}[ (]*$",
    re.IGNORECASE,
)
CLAUSE_GOES_ON = re.compile(r" (?:and|but|so|which|who|when|while|because|then|with)\b")
BORN = re.compile(r"(?:(?P<be>\b(?:is|was|were|are) )?(?P<born>\b(?:born|b\.)) )$", re.IGNORECASE)
LABEL = re.compile(
    r"(?P<whose>\b(?:his|her|their|my|our|the|\w+['’]s) )?(?P<label>\b(?:D\.?O\.?B\.?|date of birth|birth ?date))"
    r"(?P<link> is| was|:| -|,| of|) ?$",
    re.IGNORECASE,
)
LABEL_AFTER = re.compile(r" ?\((?:DOB|D\.O\.B\.|date of birth)\)", re.IGNORECASE)
NOT_A_NAME = "with|and|a|an|of|in|on|at|by|from|to|for|is|was|or"


def month(place: Place) -> Words:
    """An exact day becomes its month."""
    said = month_of(place.said)
    if other := OTHER_DAY.search(place.before):
        return put_for(place, other[0], f"in {said}")
    place, on = lead_of(place)
    if on:
        return put_for(place, on, f"in {said}")
    if place.after.startswith(("'s ", "’s ")):
        return put(place, said)
    if there := place.determiner:
        return (
            put_for(place, there, with_article(said))
            if there.lower() in {"a ", "an "}
            else Words(place, said)
        )
    if place.follows(*BARE_AFTER) or re.search(
        r"(?:[:/(–-]|\b(?:between|from) .{3,20} (?:and|to) )\s*$", place.before
    ):
        return Words(place, said)
    return put(place, said if place.begins and IN_SUBJECT.match(place.after) else f"in {said}")


def lead_of(place: Place) -> tuple[Place, str]:
    """Without the weekday and “the” before a day, and with the “on ” that stands before those."""
    found = LEAD.search(place.before)
    on, weekday, the = (
        (found["on"] or "", found["weekday"] or "", found["the"] or "") if found else ("", "", "")
    )
    is_an_event = AN_EVENT.match(place.after) and not on and not weekday
    if the and (is_an_event or not (on or weekday or re.search(r"\d(?:st|nd|rd|th)\b", place.said))):
        return place, ""
    return place.back(len(weekday) + len(the)), on


def birth(place: Place, on: datetime.date) -> Words:
    """A day of birth becomes a band of years, or a season where no year was written."""
    born = day_in(place.said, on)
    band = band_of_birth(born, on) if born else None
    season = season_of(place.said)
    bare, lead = lead_of(place)
    if label := LABEL.search(bare.before):
        return labelled(bare, label, band, season)
    after_born = BORN.search(bare.back(len(lead)).before)
    if band and (label_after := LABEL_AFTER.match(place.after)):
        return put(place.on(len(label_after[0])), of(band, place))
    if band and (after_born or re.search(r"\b(?:born|birth)\b", bare.before, re.IGNORECASE)):
        whole = bare.back(len(lead))
        if after_born and is_a_clause(whole, after_born):
            return of_somebody_born(whole, after_born, band)
        return put_for(bare, lead, band.ago)
    if not season:
        return nothing(place)
    return in_season(bare, lead, season)


def is_a_clause(place: Place, born: re.Match[str]) -> bool:
    """“He was born on …” and no more; “a boy (born …)”."""
    if not (place.ends_a_clause or (born["be"] and CLAUSE_GOES_ON.match(place.after))):
        return False
    return bool(born["be"]) or bool(re.search(r"[,(] ?$", place.before[: born.start()]))


def of_somebody_born(place: Place, born: re.Match[str], band: Band) -> Words:
    whole = place.back(len(born[0]))
    if not born["be"]:
        return Words(whole, of(band, whole))
    many = born["be"].strip().lower() in {"were", "are"}
    said = "adults" if many and band is ADULT else of(band, whole)
    return Words(whole, f"{born['be']}{said}")


def labelled(place: Place, label: re.Match[str], band: Band | None, season: str) -> Words:
    """“DOB: 3/4/2015”, “her date of birth is 3 April”."""
    link, whose = label["link"].strip(), label["whose"] or ""
    whole = place.back(len(label[0]) - len(whose))
    if band is None:
        return put(place, f"in the {season}") if season else nothing(place)
    if link in {"is", "was"}:
        return put(place, f"that of {band.somebody}")
    if whose:
        return put(place, of(band, place)) if link == ":" else nothing(place)
    if lead := whole.follows("with"):
        return put_for(whole, lead, of(band, whole.back(len(lead))))
    if whole.before.endswith("("):
        return Words(whole, of(band, whole))
    if whole.begins:
        return Words(whole, f"Age: {of(band, whole)}")
    if whole.follows(NOT_A_NAME):
        return nothing(place)
    return Words(whole, of(band, whole))


def in_season(place: Place, lead: str, season: str) -> Words:
    if lead:
        return put_for(place, lead, f"in the {season}")
    if re.match(r" is (?:his|her|their|my|the) ", place.after):
        return put(place, f"a day in the {season}")
    if place.determiner or place.follows("in", "last", "this", "next", "early", "late", "mid"):
        return Words(place, season)
    if place.follows(
        "since", "until", "till", "by", "before", "after", "from", "for", "around", "about", "near", "to"
    ):
        return Words(place, f"the {season}")
    if of_it := place.follows("of"):
        return put_for(place, of_it, f"in the {season}")
    return put(place, f"in the {season}")


def day_in(said: str, on: datetime.date) -> datetime.date | None:
    """The day somebody typed, with its year; nothing when there is none, or no such day."""
    numbers = [int(each) for each in re.findall(r"\d+", said)]
    named = month_of(re.sub(r"\d{4}", "", said)) if re.search(r"[a-z]{3}", said, re.IGNORECASE) else ""
    try:
        if named and len(numbers) == 2:
            return datetime.date(full(numbers[1], on), MONTHS.index(named.lower()) + 1, numbers[0])
        if len(numbers) == 3:
            year, number, day = numbers if numbers[0] > 31 else reversed(numbers)
            return datetime.date(full(year, on), number, day)
    except ValueError:
        return None
    return None


def full(year: int, on: datetime.date) -> int:
    """“’07” and “12”: the last such year there was."""
    if year > 99:
        return year
    return year + 2000 if year <= on.year % 100 else year + 1900


def season_of(said: str) -> str:
    named = month_of(said).partition(" ")[0].lower()
    return SEASONS[MONTHS.index(named)] if named in MONTHS else ""


# ---- Ages

LEAD_WORD = re.compile(r"\b(?P<lead>aged|age|age:|turned) $", re.IGNORECASE)
HEDGE = re.compile(
    r"\b(?:about|around|approximately|roughly|nearly|almost|just|only|just over|just under) $", re.I
)
BESIDE_ANOTHER = re.compile(r"(?:\d|\b(?:or|between|to))(?: |-| - )?$|\d- and $", re.IGNORECASE)
PEOPLE = words(
    """
    boy girl child son daughter brother sister sibling baby twin cousin nephew niece grandson granddaughter
    grandchild pupil student patient mother father mum mam mom dad teenager lad man woman person half-
    brother half-sister stepson stepdaughter stepbrother stepsister toddler infant friend carer uncle aunt
    boyfriend girlfriend partner neighbour kid youth client boys girls children sons daughters brothers
    sisters siblings babies twins cousins nephews nieces grandchildren pupils students patients mothers
    fathers men women people friends kids triplets
    """
)
LITTLE = words(
    """
    and or who whose is was are were has had have will would can could with in on at to from of for but that
    said told says asks asked the a an his her their my our when while by as not also then because came went
    did does lives lived attends since after before until so which than if may might should must
    """
)
FOLLOWED_BY_SOMEBODY = re.compile(
    rf" (?P<adjectives>(?:(?!(?:{'|'.join(LITTLE)})\b)[A-Za-z][\w-]* ){{0,2}})(?P<noun>{'|'.join(PEOPLE)})\b(?!['’-])"
)
FOLLOWED_BY_LITTLE = re.compile(rf"\s*(?:$|[.,;:)!?\"”\n])| (?:{'|'.join(LITTLE)})\b")
IS_BEFORE = re.compile(
    r"(?:\b(?:is|was|are|were|be|been|being|looks?|looked|seems?|seemed|now|still|already|then|even|not)"
    r"|['’](?:s|re|m)) $",
    re.IGNORECASE,
)


def age(place: Place) -> Words:
    """An exact age becomes a band, in the form that the words around it want."""
    band = band_of_age(place.said)
    if place.after.startswith(("'s", "’s", "s")):
        return nothing(place)
    if place.is_in_brackets:
        return Words(place, "a baby" if band is BABY else of(band, place))
    if lead := LEAD_WORD.search(place.before):
        return introduced(place, lead[0], band)
    if re.fullmatch(r"\d+(?:½|\.5)?|[a-z]+(?: and a half)?", place.said, re.IGNORECASE):
        return put(place, of(band, place))  # “is now 7”
    if BESIDE_ANOTHER.search(place.before):
        return nothing(place)
    if hedge := HEDGE.search(place.before):
        place = place.back(len(hedge[0]))
    if somebody := FOLLOWED_BY_SOMEBODY.match(place.after):
        return somebody_of_an_age(place, somebody, band)
    if re.match(r" [A-Z]", place.after):
        return put_adjective(place, band)
    if there := place.determiner:
        if not FOLLOWED_BY_LITTLE.match(place.after):
            return nothing(place)
        if there.lower() in {"a ", "an "}:
            return put_for(place, there, band.somebody)
        return Words(place, band.somebody.partition(" ")[2])
    return put_alone(place, band)


def introduced(place: Place, lead: str, band: Band) -> Words:
    """“aged 7”, “age: 7”, “at age 7”, “turned 7”."""
    whole, word = place.back(len(lead)), lead.strip().lower()
    if word == "turned":
        reached = "pre-school age" if band is BABY else own(band.it, whole)
        return put_for(place, lead, f"reached {reached}")
    if preposition := whole.follows("at", "from", "by", "until", "since", "before", "after"):
        return at_an_age(whole, preposition, band)
    if word == "age:":
        return Words(place, own(band.of_it, place))
    if word == "age" and whole.begins and place.ends_a_clause:
        return Words(whole, f"Age: {own(band.of_it, whole)}")
    return put_for(place, lead, beside_a_noun(band, whole))


def somebody_of_an_age(place: Place, somebody: re.Match[str], band: Band) -> Words:
    """“a 7-year-old autistic boy” is “an autistic boy of infant school age”."""
    who = f"{somebody['adjectives']}{somebody['noun']}"
    whole = place.on(len(somebody[0]))
    if band is BABY:
        said = f"very young {who}"
    elif band is ADULT:
        said = who
    else:
        said = f"{who} {own(band.of_it, whole, somebody['noun'])}"
    there = place.determiner
    if there.lower() in {"a ", "an "}:
        return put_for(whole, there, with_article(said))
    return Words(whole, said) if there else put(whole, said)


def put_adjective(place: Place, band: Band) -> Words:
    """“15-year-old Amira” is “teenage Amira”."""
    there = place.determiner
    if there.lower() in {"a ", "an "}:
        return put_for(place, there, with_article(band.adjective))
    return put(place, band.adjective)


def put_alone(place: Place, band: Band) -> Words:
    if preposition := place.follows("at", "from", "by", "until", "since", "before", "after"):
        return at_an_age(place, preposition, band)
    if turned := place.follows("turned", "turns", "turning"):
        return nothing(place.back(len(turned)))
    if IS_BEFORE.search(place.before):
        return put(place, own(band.of_it, place))
    return put(place, beside_a_noun(band, place))


def at_an_age(place: Place, preposition: str, band: Band) -> Words:
    if preposition.lower() != "at ":
        return Words(place, own(band.it, place))
    if band in (BABY, ADULT):
        return put_for(place, preposition, f"as {band.somebody}")
    return put_for(place, preposition, own(f"in {band.it}" if "teens" in band.it else f"at {band.it}", place))


def beside_a_noun(band: Band, place: Place) -> str:
    """“her son, aged 7”, “a man aged 40”."""
    if band is ADULT:
        return "an adult" if re.search(r"[,(] ?$", place.before) else "of adult age"
    if band is BABY:
        return "very young" if re.search(r"[,(] ?$", place.before) or place.begins else "of pre-school age"
    return own(band.of_it, place)


def of(band: Band, place: Place) -> str:
    """What somebody is: “of infant school age”, “in his mid teens”, “a baby”."""
    return band.somebody if band in (BABY, ADULT) else own(band.of_it, place)


def own(said: str, place: Place, noun: str = "") -> str:
    """“their” as “his” or “her” where the words before say which."""
    found = WHOSE.search(f"{place.before}{noun}")
    if not found or "their" not in said:
        return said
    return said.replace("their", "his" if found["he"] else "her")
