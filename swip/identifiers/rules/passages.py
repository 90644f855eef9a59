"""What is recognised by its own shape: numbers of every kind, postcodes, and addresses on the web."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from .kinds import Kind


class Passage(NamedTuple):
    """Somewhere in a text, and what it seems to be."""

    kind: Kind
    start: int
    end: int
    suggestion: str
    reason: str
    is_colleague: bool = False


class Shape(NamedTuple):
    """How one kind looks, and what to say when it is found."""

    kind: Kind
    pattern: re.Pattern[str]
    suggestion: str
    reason: str
    holds: Callable[[re.Match[str]], bool] = lambda match: True


def shape(
    kind: Kind,
    pattern: str,
    suggestion: str,
    reason: str,
    holds: Callable[[re.Match[str]], bool] = lambda match: True,
    *,
    any_case: bool = True,
) -> Shape:
    """Names of months and the like in any case, unless capitals are what tells it apart."""
    return Shape(kind, re.compile(pattern, re.IGNORECASE if any_case else 0), suggestion, reason, holds)


def is_nhs_number(digits: str) -> bool:
    """Its last digit checks the nine before it (modulus 11)."""
    if len(digits) != 10 or digits == digits[0] * 10:
        return False
    check = 11 - sum(int(digit) * (10 - place) for place, digit in enumerate(digits[:9])) % 11
    return check % 11 == int(digits[9]) if check != 10 else False


def checks_as_nhs_number(match: re.Match[str]) -> bool:
    return is_nhs_number(re.sub(r"\D", "", match[0]))


# Places that every reader may be sent to: they name no family.
PUBLIC_SITES = re.compile(
    r"(?:^|[./@])(?:gov\.uk|gov\.wales|nhs\.uk|legislation\.gov\.uk|parliament\.uk|judiciary\.uk|bailii\.org"
    r"|socialworkengland\.org\.uk|basw\.co\.uk|nspcc\.org\.uk|barnardos\.org\.uk|scie\.org\.uk|ofsted\.gov\.uk"
    r"|researchinpractice\.org\.uk|communitycare\.co\.uk|bbc\.co\.uk|cafcass\.gov\.uk|frg\.org\.uk|mind\.org\.uk"
    r"|coram\.org\.uk|autism\.org\.uk|youngminds\.org\.uk|childline\.org\.uk|nice\.org\.uk|ons\.gov\.uk"
    r"|jrf\.org\.uk|whatworks-csc\.org\.uk|foundations\.org\.uk|doi\.org|wikipedia\.org|childrenscommissioner\.gov\.uk)",
    re.IGNORECASE,
)


def is_not_public(match: re.Match[str]) -> bool:
    host = re.sub(r"^\w+://", "", match[0]).split("/", 1)[0]
    return not PUBLIC_SITES.search(host)


POSTCODE_AREAS = (
    "AB|AL|B|BA|BB|BD|BH|BL|BN|BR|BS|BT|CA|CB|CF|CH|CM|CO|CR|CT|CV|CW|DA|DD|DE|DG|DH|DL|DN|DT|DY|E|EC|EH|EN|EX|FK|FY|G|GL"
    "|GU|HA|HD|HG|HP|HR|HS|HU|HX|IG|IP|IV|KA|KT|KW|KY|L|LA|LD|LE|LL|LN|LS|LU|M|ME|MK|ML|N|NE|NG|NN|NP|NR|NW|OL|OX|PA|PE|PH"
    "|PL|PO|PR|RG|RH|RM|S|SA|SE|SG|SK|SL|SM|SN|SO|SP|SR|SS|ST|SW|SY|TA|TD|TF|TN|TQ|TR|TS|TW|UB|W|WA|WC|WD|WF|WN|WR|WS|WV"
    "|YO|ZE"
)
SHAPES = [
    shape(
        Kind.EMAIL,
        r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}",
        "an email address",
        "This looks like an email address",
    ),
    shape(
        Kind.LINK,
        r"\bhttps?://[^\s<>()\"']{3,300}|\bwww\.[^\s<>()\"']{3,300}"
        r"|(?<![\w.@-])(?:[a-z0-9-]{2,40}\.){1,3}(?:com|org|net|uk|io|me|tv|info|co)\b(?:/[^\s<>()\"']{0,200})?",
        "a web page",
        "This looks like a web address",
        is_not_public,
    ),
    shape(
        Kind.LINK,
        r"(?<![\w.@/])@[a-z0-9_.]{2,30}\b",
        "a social media account",
        "This looks like an account name",
    ),
    shape(
        Kind.LINK,
        r"\b(?:username|user name|gamertag|gamer tag|snap(?:chat)? name|handle|insta(?:gram)?|snap(?:chat)?|tiktok)"
        r"(?: account| name)?(?: (?:he|she|they))?(?: is| was| are| as|:|,| called| under)? ?[\"“‘']?"
        r"(?P<here>(?=[a-z._]{0,20}[\d_])[a-z0-9._]{4,30}\b)",
        "a social media account",
        "This looks like an account name",
    ),
    shape(
        Kind.NHS_NUMBER,
        r"(?<![\d-])\d{3}[ -]?\d{3}[ -]?\d{4}(?![\d-])",
        "their NHS number",
        "These ten digits check as an NHS number",
        checks_as_nhs_number,
    ),
    shape(
        Kind.NHS_NUMBER,
        r"\bNHS (?:number|no\.?|num|#|ID)(?: is| was|:| -)?(?: of)? {0,2}(?P<here>\d[\d -]{6,14}\d)",
        "their NHS number",
        "It is introduced as an NHS number",
    ),
    shape(
        Kind.NATIONAL_INSURANCE,
        r"\b(?:[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]|QQ)[ -]?\d\d[ -]?\d\d[ -]?\d\d[ -]?[A-D]\b",
        "their National Insurance number",
        "This looks like a National Insurance number",
    ),
    shape(
        Kind.NATIONAL_INSURANCE,
        r"\b(?:National Insurance|N\.?I\.?|NINO)(?: (?:number|no\.?|num|#))?(?: is| was|:| -)?(?: of)? {0,2}"
        r"(?P<here>[A-Z]{2}[ -]?\d\d[ -]?\d\d[ -]?\d\d(?:[ -]?[A-Z]\b)?)(?!\w)",
        "their National Insurance number",
        "It is introduced as a National Insurance number",
    ),
    shape(
        Kind.PHONE,
        r"(?<![\d+\w/-])(?:(?:\+|00)44 ?\(?0?\)? ?|\(?0)\d(?:[ ()-]{0,2}\d){8,9}(?!\d|[/-]\d)",
        "a phone number",
        "This looks like a phone number",
    ),
    shape(
        Kind.PHONE,
        r"(?<![\d\w/-])\+(?!44)\d{1,3}(?:[ ()-]{0,2}\d){7,11}(?!\d)",
        "a phone number",
        "This looks like a phone number abroad",
    ),
    shape(
        Kind.POSTCODE,
        rf"\b(?=[A-Z]{{1,2}}\d)(?:{POSTCODE_AREAS})\d[\dA-HJKMNP-Y]? ?\d[ABD-HJLNP-UW-Z]{{2}}\b",
        "an area",
        "This looks like a postcode",
    ),
    shape(
        Kind.POSTCODE,
        r"\b(?:in|postcode|postcode is|area|the|around) "
        rf"(?P<here>(?!S(?:17|20|31|38|47)\b)(?:{POSTCODE_AREAS})\d{{1,2}}[A-Z]?)"
        r"(?= (?:area|postcode|part|side|district|end|estate)|[.,;]|$)",
        "an area",
        "This looks like the first half of a postcode",
        any_case=False,
    ),
    shape(
        Kind.CASE_NUMBER,
        r"\b[A-Z]{2}\d{2}[A-Z]\d{5}\b",
        "the case number",
        "This looks like the number of a family court case",
    ),
    shape(
        Kind.CASE_NUMBER,
        r"\b(?=[abcefhilmoprstu])"  # most words are left at their first letter
        r"(?:case|court|reference|ref|file|crime|incident|police|claim|application|client|person|record|account"
        r"|hospital|patient|pupil|child|service user|home office|port|passport|BRP|URN|UPN|CRN|CRM|ULN|ICS|LCS|PNC"
        r"|LAS|Liquid ?Logic|LL|Mosaic|Care ?First|Frameworki|Protocol|SystmOne|RiO|EMIS|Azeus|Eclipse|log|order"
        r"|policy|licence|tenancy|rent|benefit|UC)(?:\.|\b)"
        r"(?: (?:number|no|num|reference|ref|ID|identifier|record|file|case|log|system)\b\.?){0,3}"
        r"(?: is| was|:|;|,| -| –| #|#|\()?(?: (?:on|under|as|number))? {0,2}"
        r"(?P<here>(?=[A-Z/.-]{0,10}\d)[A-Z0-9](?:[A-Z0-9]|[/.-](?=[A-Z0-9])| (?=\d{3})){3,24})\b",
        "the case number",
        "It is introduced as the number of a case or a record",
        lambda match: sum(each.isdigit() for each in match["here"]) >= 4 and not is_a_day(match["here"]),
    ),
    shape(
        Kind.CASE_NUMBER,
        r"(?<![\w.,£$€/-])\d{6,12}(?![\w/%-]|[.,]\d)",
        "a reference number",
        "A number this long is hardly anything but somebody’s reference",
    ),
    shape(
        Kind.CASE_NUMBER,
        r"\b[A-Z]{1,4}[/-]?\d{5,10}(?:[/-][A-Z0-9]{1,6})?\b|\b[A-Z]{2,5}[/-]\d{3,6}[/-]\d{2,6}\b|\b[A-Z]\d{12}\b",
        "a reference number",
        "This looks like the number of a case or a record",
        any_case=False,
    ),
    shape(
        Kind.PHONE,
        r"\b(?:phone|telephone|mobile|tel|ring|call|text|landline|ext|extension)\b[^.\n\d]{0,25}"
        r"(?P<here>\d{3}[ -]?\d{3,4}(?:[ -]?\d{3,4})?)(?!\d|[ -]\d)",
        "a phone number",
        "It is introduced as a phone number",
    ),
    shape(
        Kind.VEHICLE,
        r"\b[A-Z]{2}(?:0[1-9]|[1-7]\d) ?[A-Z]{3}\b",
        "their car",
        "This looks like a car registration",
        any_case=False,
    ),
    shape(
        Kind.VEHICLE,
        r"\b(?:registration|reg|number plate|plate|car|van|Corsa|Fiesta|Astra|Golf|Polo|Focus|BMW|Audi)\b[^.\n]{0,25}?"
        r"(?P<here>\b[A-Z]\d{1,3} ?[A-Z]{3}\b|\b[A-Z]{3} ?\d{1,3}[A-Z]\b|\b[A-Z]{2}\d{2} ?[A-Z]{3}\b)",
        "their car",
        "This looks like a car registration",
    ),
]
OWN_REGISTER_NUMBER = re.compile(r"\bSW ?\d{4,6}\b")


def is_a_day(text: str) -> bool:
    """Or a year, or two."""
    return bool(
        re.fullmatch(
            r"(?:19|20)\d\d(?:[/-]\d{2,4})?|\d{1,2}([/.-])\d{1,2}\1(?:(?:19|20)\d\d|\d\d)|(?:19|20)\d\d-\d\d-\d\d",
            text,
        )
    )


def found_by_shape(text: str) -> Iterator[Passage]:
    """Everything that its own shape gives away, some of it more than once."""
    for match in OWN_REGISTER_NUMBER.finditer(text):
        reason = "This looks like a social worker’s own register number"
        yield Passage(Kind.CASE_NUMBER, match.start(), match.end(), "a social worker", reason, True)
    for each in SHAPES:
        for match in each.pattern.finditer(text):
            if each.holds(match):
                where = "here" if "here" in each.pattern.groupindex else 0
                yield Passage(each.kind, match.start(where), match.end(where), each.suggestion, each.reason)
