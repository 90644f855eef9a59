"""Each suggestion in the words that its place wants: the article, the label and the preposition before it count."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence

from . import context
from .kinds import Kind
from .passages import Passage
from .placing import Place, Words, nothing, noun, put
from .times import age, birth, month

# What a number is called where only that it was left out is said, and what it is where it is spoken of.
CALLED = {
    Kind.PHONE: ("number", "phone number"),
    Kind.EMAIL: ("address", "email address"),
    Kind.LINK: ("page", "web page"),
    Kind.NHS_NUMBER: ("number", "NHS number"),
    Kind.NATIONAL_INSURANCE: ("number", "National Insurance number"),
    Kind.CASE_NUMBER: ("number", "reference number"),
    Kind.VEHICLE: ("registration", "car"),
    Kind.POSTCODE: ("postcode", "area"),
}
OWNED = (
    r"(?:NHS|National Insurance|N\.?I\.?|car|vehicle|van|case|court|crime|police|incident|client|person|hospital"
    r"|patient|pupil|child|passport|phone|telephone|mobile|contact|home|house|work|reference|file|record|claim|account|tenancy"
    r"|Home Office|Mosaic|Liquid ?Logic|Care ?First|e-?mail|registration|number|licence|policy|order|service user)"
)
LABEL = (
    rf"(?:{OWNED} )*(?:numbers?|no\.?|num|reference|ref\.?|ID|registration|reg|plate|postcode|mobile|tel\.?|landline"
    r"|ext\.?|extension|UPN|URN|BRP|CRN|PNC|ULN|NINO|NI|case|file|log|e-?mail|username|handle|account|passport)"
)
POSSESSIVE = r"\b(?:the|a|an|his|her|their|my|our|its|[^\W\d_]+['’]s) "
LABELLED = re.compile(rf"(?P<whose>{POSSESSIVE})?\b(?P<label>{LABEL}) $", re.IGNORECASE)
HERS = re.compile(
    r"\b(?:his|her|their|my|our|[^\W\d_]+['’]s) (?P<label>(?:mobile )?(?:tele)?phone|car|van|bike) $",
    re.IGNORECASE,
)
# “Leeds LS9 7TF”, “on Mosaic 1234567”: what stands there already says enough.
TOWN_BEFORE = re.compile(r"\b(?!(?:At|In|From|To|Near|Around|Postcode) )[^\W\d_a-z][\w’'-]+ $")
SYSTEM_BEFORE = re.compile(
    r"\b(?:Mosaic|Liquid ?[Ll]ogic|Care ?First|Frameworki|SystmOne|RiO|EMIS|Azeus|Eclipse|ICS|LCS|LAS|PNC) $"
)
SETTINGS = {
    "primary setting": "primary school",
    "secondary": "secondary school",
    "medical setting": "medical centre",
    "hub": "centre",
    "parish": "church",
    "masjid": "mosque",
    **dict.fromkeys(["fc", "afc", "rfc", "rovers", "wanderers"], "club"),
    **dict.fromkeys(["scouts", "brownies", "cubs", "beavers", "guides"], "group"),
    **dict.fromkeys(["infants", "infant", "juniors"], "school"),
    **dict.fromkeys(["madrasa", "madrassah"], "madrasa"),
}
LOCAL_ONE = re.compile(
    r" (?:council|office|team|court|flat|house|road|area|station|market|hospital|police|centre|library)\b"
)
LOCAL_HOME = re.compile(
    r" (?:children|care|nursing|residential|police|contact|nursery|family|health|hotel|hostel)\b"
)
LEADS_TO = ("at", "to", "from", "near", "past", "outside", "opposite", "by", "of", "for", "as", "towards")
AREA_AFTER = re.compile(r" (?:area|postcode|part|side|district|end|estate)\b")
LOCAL_MANY = re.compile(
    r" (?:schools|families|children|offices|courts|flats|shops|services|parents|people)\b"
)


def fitted(text: str, passages: Sequence[Passage], on: datetime.date) -> list[Passage]:
    """The same passages, some with the words around them that their suggestion has to take the place of."""
    found: list[Passage] = []
    for number, each in enumerate(passages):
        low = found[-1].end if found else 0
        high = passages[number + 1].start if number + 1 < len(passages) else len(text)
        beside = found[-1].kind if found and text[low : each.start] in {", ", ",\n"} else None
        place = without_points(Place(text, each.start, each.end), each.kind)
        words = words_for(each, place, on, beside)
        if words.place.start < low or words.place.end > high:
            words = nothing(place)
        found.append(each._replace(start=words.place.start, end=words.place.end, suggestion=words.instead))
    return found


def without_points(place: Place, kind: Kind) -> Place:
    """A bracket before a number and a comma after an address of the web belong to the sentence."""
    if kind is Kind.PHONE and place.said.startswith("(") and ")" not in place.said:
        return place.back(-1)
    return place.on(len(place.said.rstrip(".,;:!?")) - len(place.said)) if kind is Kind.LINK else place


def words_for(passage: Passage, place: Place, on: datetime.date, beside: Kind | None) -> Words:
    """What to write in this place. Names are given later, by whoever keeps the book of them."""
    kind = passage.kind
    if kind in {Kind.NAME, Kind.INITIALS, Kind.RARE} or passage.is_colleague:
        return Words(place, passage.suggestion)
    if kind is Kind.DATE:
        return month(place)
    if kind is Kind.DATE_OF_BIRTH:
        return birth(place, on)
    if kind is Kind.AGE:
        return age(place)
    if kind is Kind.SCHOOL:
        setting = passage.suggestion.partition(" ")[2]
        return the(place, SETTINGS.get(setting, setting))
    if kind is Kind.PLACE:
        return local(place, beside)
    if kind is Kind.ADDRESS:
        return home(place)
    if kind is Kind.POSTCODE and beside in {Kind.ADDRESS, Kind.PLACE}:
        return Words(place, "postcode left out")
    return number(place, kind, passage.suggestion)


def the(place: Place, named: str) -> Words:
    """“the Kingsway Academy” and “Kingsway Academy” are both “the academy”."""
    if named in {"house", "lodge", "centre", "hub"} and LOCAL_HOME.match(place.after):
        return noun(place, "local") if place.determiner else put(place, "the local")
    return noun(place, named) if place.determiner else put(place, f"the {named}")


def number(place: Place, kind: Kind, suggested: str) -> Words:
    """A number is left out, and the sentence says so, or speaks of it without telling it."""
    short, long = CALLED[kind]
    if kind is Kind.LINK and "account" in suggested:
        short, long = "account", "social media account"
    if kind is Kind.POSTCODE and (
        again := re.match(r" (?:area|postcode|part|side|district|end|estate)\b", place.after)
    ):
        return noun(place.on(len(again[0])), "area")
    if place.is_in_brackets:
        return Words(place, f"{short} left out")
    if kind is Kind.LINK and place.follows("(?:he|she|they|I|who) (?:is|was|are|were)"):
        return Words(place, "under another name")
    if place.follows("is", "was", "are", "were", "as") or place.before.rstrip().endswith(":"):
        return Words(place, "left out here")
    if label := LABELLED.search(place.before) or (
        kind in {Kind.PHONE, Kind.VEHICLE} and HERS.search(place.before)
    ):
        return labelled(place, label)
    if place.before.endswith(", ") and place.ends_a_clause and kind is not Kind.LINK:
        return Words(place, f"{short} left out")
    if (kind is Kind.POSTCODE and TOWN_BEFORE.search(place.before)) or (
        kind is Kind.CASE_NUMBER and SYSTEM_BEFORE.search(place.before)
    ):
        return Words(place, f"({short} left out)")
    return noun(place, long)


def labelled(place: Place, label: re.Match[str]) -> Words:
    """“Case number 1234567”: the label alone says enough."""
    whole = place.back(len(label["label"]) + 1)
    named = label["label"].rstrip("." if place.after.startswith(".") else "")
    if label.re is HERS or label["whose"]:
        return Words(whole, named)
    if whole.before.endswith(("(", ", ")):
        return Words(whole, f"{named} left out")
    if whole.begins and re.match(r"\s*(?:$|\n|[.;])", place.after):
        return Words(whole, f"{named}: left out here")
    if not re.match(r"[A-Z]{2}|[A-Z]\.|National|Home Office|Mosaic|Liquid|Care", named):
        named = named[:1].lower() + named[1:]
    return put(whole, f"the {named}")


def home(place: Place) -> Words:
    """A numbered house is an address or a house, a street without a number is a street."""
    said = place.said
    if place.is_in_brackets:
        return Words(place, "address left out")
    if re.match(r"(?:flat|apartment) ", said, re.IGNORECASE):
        return noun(place, "flat")
    if re.match(r"(?:room|unit) ", said, re.IGNORECASE):
        return noun(place, "room")
    if re.match(r"(?:caravan|pitch|plot) ", said, re.IGNORECASE):
        return noun(place, "pitch")
    if re.search(r"\d", said):
        if place.follows("is", "was") or place.before.rstrip().endswith(":"):
            return Words(place, "left out here")
        if place.determiner:
            return nothing(place)
        if place.before.endswith(", ") and place.ends_a_clause:
            return Words(place, "address left out")
        return put(place, "an address" if place.follows(*LEADS_TO) else "a house")
    return noun(place, "estate" if re.search(r"\bEstate$", said) else "street")


def local(place: Place, beside: Kind | None) -> Words:
    """“a Rochdale school” is “a local school”; “in Rochdale” is “in a place”."""
    if place.said.startswith("River "):
        return noun(place, "river")
    if place.determiner:
        if re.match(r" [a-z]", place.after):
            return noun(place, "local")
        return noun(place, "area")
    if LOCAL_MANY.match(place.after):
        return put(place, "local")
    if LOCAL_ONE.match(place.after):
        return put(place, "the local")
    return Words(place, "in a place") if beside is Kind.ADDRESS else put(place, "a place")


def of_a_colleague(place: Place, role: str) -> Words:
    """“my supervisor Jo” and “Ms Smith” are both “my supervisor”."""
    titles = "|".join(context.TITLES)
    lead = re.search(rf"(?:\b{re.escape(role)},? )?(?:\b(?:{titles})\.? )?$", place.before, re.IGNORECASE)
    return put(place.back(len(lead[0]) if lead else 0), role)
