"""Where people live, and what is true of so few that it names them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .kinds import Kind
from .passages import Passage

ROAD = (
    "Street|Road|Lane|Avenue|Close|Drive|Crescent|Terrace|Grove|Gardens|Mews|Place|Way|Walk|Row|Rise|Court|Square|Hill|View"
    "|Park|Green|Parade|Fold|Croft|Bank|Gate|Mount|Vale|Dene|Garth|Hollow|Buildings|Villas|Estate|House|Tower|Heights|Point"
    "|Mansions|Lodge|Cottages?|Farm|Rd|St|Ave|Av|Cl|Dr|Ln|Cres|Gdns|Tce|Terr|Ct|Pl|Sq"
)
SURELY = "Street|Road|Lane|Avenue|Crescent|Terrace|Mews|Gardens|Estate|Grove|Rd|Ave|Close|Drive|Cres"
WORD = r"[^\W\d_a-z][\w’'.-]{0,24}"
ADDRESSES = [
    re.compile(
        rf"\b(?:[Ff]lat|[Aa]partment|[Rr]oom|[Uu]nit|[Nn]umber|[Nn]o\.?|[Pp]lot|[Cc]aravan"
        rf"|[Pp]itch) \d{{1,4}}[A-Za-z]?"
        rf"(?:,? (?:\d{{1,4}}[A-Za-z]?,? )?(?:{WORD} ){{0,3}}(?:{ROAD})\b)"
    ),
    re.compile(
        rf"(?<![\w/.£-])\d{{1,4}}[A-Za-z]?(?:[-–/]\d{{1,4}})?,? (?:{WORD} ){{1,3}}(?:{ROAD})\b(?!['’])"
    ),
    re.compile(rf"(?<![\w/.£-])\d{{1,4}}[A-Za-z]?,? (?:The|Y) {WORD}(?: {WORD})?"),
    re.compile(
        rf"(?<=[a-z,] )(?!(?:Sesame|Coronation|Downing"
        rf"|High) Street)(?:{WORD} ){{1,3}}(?:{SURELY})\b(?! (?:Primary|School|Surgery|Academy))"
    ),
    re.compile(
        r"(?:\d{1,4}[A-Za-z]? )?\b(?:Heol|Stryd|Ffordd|Lôn|Maes|Rhodfa|Clos|Tan-y-|Bryn"
        r"|Rhes) (?:(?:yr?|'r|’r|Y|Yr) )?[^\W\d_a-z][\w’'-]+(?: [^\W\d_a-z][\w’'-]+)?"
    ),
    re.compile(r"\b(?:[Ff]lat|[Aa]partment|[Hh]ouse number|door number) \d{1,4}[A-Za-z]?\b"),
    # On a phone capitals are left out: “12 acacia avenue”.
    re.compile(
        r"(?<![\w/.£-])\d{1,4}[a-z]? (?!(?:min|hour|mile|metre|meter|yard|year|week|day|month|second|way|car)s?\b)"
        r"(?:[a-z]{3,15} ){1,2}(?:(?:street|road|lane|avenue|crescent|terrace|grove|mews|rd|ave)\b"
        r"|(?<=[a-z] )(?:close|drive|gardens|court|place|way)\b(?= *(?:$|[,.\n]|in |with )))"
    ),
]
MANY = "seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|7|8|9|1[0-4]"
KIN = (
    "child|children|boy|boys|girl|girls|siblings?|brothers?|sisters?|sons?|daughters?|twins?|triplets?|famil(?:y|ies)|"
    "mother|father|mum|dad|parents?|pupil|pupils|student|person|people|household|couple|baby|"
    "foster (?:family|carer|carers)"
)
FEW = "village|town|estate|street|road|school|class|year|county|borough|area|close|site|parish|block|valley|island"
SOMEBODY = (
    "users?|travellers?|refugees?|speakers?|wom[ae]n|m[ae]n|teenagers?|lads?|mothers?|fathers?|mums?|dads?|grandparents?"
    "|carers?|worshippers?|muslims?|jews?|sikhs?|hindus?|lesbians?|twins|wheelchair|amputee|survivor|asylum seekers?"
)
RARE = [
    (
        rf"\bthe only (?:[\w’'-]+[ ,]+){{0,4}}?(?:{SOMEBODY}) (?:in|at|on|of|from) (?:the |her |his |their |our |this "
        rf"|that )(?:[\w’'-]+ )?(?:{FEW})\b",
        "Somebody who is the only one of their kind somewhere can be found",
    ),
    (
        r"\b(?:one|youngest|eldest|oldest|middle) of (?:three|four|five|six) (?:children|siblings|brothers|sisters|boys"
        r"|girls|sons|daughters),? (?:and )?(?:one|two|three|four|both|all|none) of (?:them|whom) [\w’'-]+",
        "What is said of all of them together is true of few families",
    ),
    (
        rf"\bthe only (?:[\w’'-]+[ ,]+){{0,5}}?(?:{KIN}|one)\b(?: (?:in|at|on|from|of|with) (?:the "
        rf"|her |his |their |our |this )?"
        rf"(?:whole |entire )?[\w’'-]+(?: [\w’'-]+)?)",
        "Somebody who is the only one of their kind somewhere can be found",
    ),
    (
        r"\b(?:the|a|that|this) (?:[\w’'-]+ )?(?:mother|father|mum|dad|parents?|grandmother"
        r"|grandparents|carer|aunt|uncle) (?:of|to|with) "
        r"(?:the |these |those |her |his )?(?:two|three|four|five|six|twin|identical|older|younger"
        r"|both|2|3|4|5|6)[ -](?:[\w-]+ )?"
        r"(?:boys|girls|brothers|sisters|children|sons|daughters|twins|siblings|kids)(?: (?:at|from"
        r"|in|who|on|near)\b)",
        "Together with the place this points to one family",
    ),
    (
        r"\b(?:triplets|triplet|quadruplets|quads|quintuplets|conjoined twins|sextuplets)\b",
        "Few families have these",
    ),
    (
        rf"\b(?:mother|mum|father|dad|parents?|family|couple|household) (?:of|to"
        rf"|with) (?:{MANY}) (?:[\w-]+ )?(?:children|kids|boys|girls|sons|daughters|siblings)\b"
        rf"|\b(?:one|youngest|eldest|oldest|middle|first|second|third|fourth"
        rf"|fifth) of (?:{MANY})(?: (?:children|siblings|brothers|sisters))?\b"
        rf"|\b(?:has|have|had|her|his|their|with) (?:{MANY}) (?:[\w-]+ )?(?:siblings|brothers|sisters"
        rf"|sons|daughters)\b",
        "Few families are so large",
    ),
    (
        r"(?-i:\b(?=[A-Z])(?:Prader[- ]Willi|Angelman(?:['’]s)?|Rett(?:['’]s)?|Williams|Di ?George|Edwards['’]?"
        r"|Patau(?:['’]s)?|Treacher[- ]Collins|Cornelia de "
        r"Lange|Kabuki|Wolf[- ]Hirschhorn|Smith[- ]Magenis|Cri[- ]du[- ]chat|Hunter|Hurler|Sanfilippo"
        r"|Dravet|Lennox[- ]Gastaut|West|Usher|Moebius|"
        r"Noonan|Sotos|Turner|Klinefelter|Tourette['’]s and|Marfan|Stickler|Apert|Crouzon|Goldenhar"
        r"|Bardet[- ]Biedl|Rubinstein[- ]Taybi|Fragile X) "
        r"[Ss]yndrome\b)|\b(?=[a-hlmopstx])(?i:batten(?:['’]s)? disease|tay[- ]sachs(?: disease)?"
        r"|duchenne(?: muscular dystrophy)?|osteogenesis imperfecta|brittle bone "
        r"disease|epidermolysis bullosa|xeroderma pigmentosum|progeria|maple syrup urine disease"
        r"|spinal muscular atrophy|huntington['’]s(?: disease)?|"
        r"phenylketonuria|galactosaemia|locked[- ]in syndrome|harlequin ichthyosis|arthrogryposis"
        r"|fibrodysplasia|hunter['’]s syndrome|"
        r"foetal valproate syndrome|adrenoleukodystrophy|congenital adrenal hyperplasia|gastroschisis"
        r"|a rare (?:genetic|chromosom\w+|metabolic|blood|"
        r"heart|skin|bone|muscle|medical)[\w ]{0,20}(?:condition|disorder|disease|syndrome|deletion))\b",
        "Few children have this diagnosis",
    ),
    (
        r"(?i:\b(?:in|on|across|all over|made|reached) (?:(?:the |our |a )?(?:local |national "
        r"|regional |evening |tabloid )|the |our )?(?:news|newspapers?|(?<=the )papers?"
        r"|(?<=local )papers?|press|"
        r"headlines|front pages?|tabloids?|television news|Look North)\b)",
        "What was in the news can be looked up",
    ),
    (
        r"(?i:\b(?:whose|her|his|their|the child['’]s|the) (?:father|mother|mum|dad|grandfather"
        r"|grandmother|uncle|aunt|stepfather|parent|husband|wife|brother) "
        r"(?:is|was) (?:the|an?) (?:\w+ )?(?:imam|vicar|priest|mayor|councillor|MP|headteacher"
        r"|head teacher|GP|footballer|professional footballer|"
        r"boxer|rapper|actor|actress|politician|magistrate|judge|police inspector|surgeon"
        r"|lollipop \w+|postmaster|landlord of)\b)"
        r"|(?i:\bthe (?:imam|vicar|mayor|headteacher|head teacher|councillor|postmaster|MP|doctor"
        r"|footballer|butcher|publican|landlord)['’]s "
        r"(?:son|daughter|wife|husband|child|children|sister|brother|family|grandson|granddaughter)\b)",
        "Few people hold this position in one place",
    ),
    (
        rf"(?i:\bthe (?:first|last|youngest|oldest) (?:[\w-]+ ){{0,3}}(?:{KIN}) (?:ever "
        rf"|to [\w-]+ )?(?:[\w-]+ ){{0,4}}(?:in|at|on) (?:the )?(?:county|town|village|city|school|"
        rf"estate|street|country|borough|region|area|history)\b)",
        "Being the first or the last somewhere is remembered",
    ),
    (
        r"(?i:\b(?:everyone|everybody|the whole (?:village|town|estate|street|school)) (?:here "
        r"|locally )?(?:knows|knew) (?:about )?(?:the|this|that|him|her|them)\b"
        r"|\bwell[- ]known (?:local )?family\b|\bthe (?:big|yellow|pink|blue|red|last|first|only"
        r"|corner|boarded[- ]up|burnt[- ]out) house (?:next to|opposite|behind|beside|on|by|at)\b)",
        "Others can tell from this who is meant",
    ),
]
PATTERNS = [(re.compile(pattern, re.IGNORECASE), reason) for pattern, reason in RARE]


def found_homes(text: str) -> Iterator[Passage]:
    """Streets and houses."""
    for pattern in ADDRESSES:
        for match in pattern.finditer(text):
            if not re.match(
                r"\d+ (?:The|Y) (?:Children|Care|Family|Equality|Human|Mental|Department|Court|Local|Social)",
                match[0],
            ):
                yield Passage(
                    Kind.ADDRESS, *match.span(), "their home", "This looks like an address or a street"
                )


def found_rare(text: str) -> Iterator[Passage]:
    """What is true of one family or of very few."""
    for pattern, reason in PATTERNS:
        for match in pattern.finditer(text):
            # Only whoever wrote it knows what can be left out: no words of ours would fit.
            yield Passage(Kind.RARE, *match.span(), "", reason)
