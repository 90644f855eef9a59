"""The words around a name that say it is one, or that it is something else."""

from __future__ import annotations


def words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def phrases(text: str) -> tuple[str, ...]:
    """What stands between commas, over however many lines."""
    return tuple(" ".join(each.split()) for each in text.split(","))


TITLES = words(
    """
    mr mrs ms miss mx dr prof professor sir lady lord rev reverend hhj dj pc dc ds dci wpc sgt sergeant
    inspector councillor cllr
    """
)
# These stand before a name, and before much else.
CALLINGS = words(
    """
    nurse judge auntie aunty aunt uncle nan nana nanny nain taid granny gran grandma grandmother grandad
    granddad grandpa grandfather cousin coach imam pastor father sister brother baby mum mam mummy mom
    mother dad daddy stepdad stepfather stepmum stepmother niece nephew son daughter twin twins sibling
    siblings partner husband wife boyfriend girlfriend ex fiancé neighbour friend carer carers foster sw
    solicitor barrister guardian constable detective teacher headteacher head manager supervisor
    colleague worker mentor boy girl child children kids lad toddler brothers sisters cousins sons
    daughters parents grandparents uncles aunts babysitter childminder midwife gp client bibi khala
    chacha dadi dada nani chachi mamu ammi abbu baba papa hooyo aabo ayeeyo babcia ciocia tad tadcu
    mamgu friends schoolfriend classmate landlord lodger ex-partner half-brother half-sister
    half-sibling mother-in-law brother-in-law sister-in-law father-in-law grandson granddaughter
    grandchild stepson stepdaughter stepbrother stepsister youngest eldest oldest middle cat dog
    """
)
CALLED = words(
    """
    called named nicknamed name names alias aka known renamed christened
    """
)
# What people do to people: a capital after one of these is nearly always a person.
DONE_TO = words(
    """
    told asked met visited saw supported helped encouraged hit kicked hugged thanked phoned rang texted
    called named interviewed observed advised reassured informed invited with about between and beside
    meet tell ask see visit support help love loves loved miss misses missed given hurt hurts shouted
    pushed slapped grabbed collected because that when while if where since although but so whether as
    then after before until than like for by to from of or both including where's watching watched
    showed show showing asking telling seeing meeting visiting supporting helping encouraging
    """
)
DOES = words(
    """
    said says told tells asked asks lives lived attends attended disclosed discloses cried cries shouted
    screamed laughed smiled smiles refused refuses denied denies explained explains agreed agrees
    disagreed wanted wants likes liked loves loved hates hated feels felt thinks thought knows knew goes
    went came comes moved moves plays played enjoys enjoyed talked talks spoke speaks presented presents
    appeared appears seemed looked looks became struggled struggles stated states admitted admits
    apologised hit hits kicked bit slapped punched hugged hugs sleeps slept eats ate drinks drank works
    worked arrived arrives left returned missed misses stayed stays lost ran walked sat stood drew wrote
    rang phoned texted called nodded shrugged whispered replied answered opened closed threw stole took
    brought held carried fed believes believed worries worried trusts trusted remembers remembered
    forgot hid hides turned started stopped began grew met visited showed gave got gets keeps kept made
    makes needed tried tries chose hopes hoped finds found joined waited cooks cooked cares cared broke
    fell fled watched watches reports reported described describes shared accused blamed threatened
    assaulted died passed suffers suffered self-harms identifies disclosing saying aged can't cannot
    couldn't won't wouldn't didn't doesn't isn't wasn't hasn't hadn't never also still often always
    sometimes usually rarely really clearly quietly suddenly then finally eventually joins grinned
    beamed sobbed clung reached settled calmed raised giggled leaned relaxed responded engaged engages
    pretended insisted argued swore spat whose who whom
    """
)
IS = words(
    """
    is was has had would could did does will can may might should must seems needs being and
    """
)
ASKS = words(
    """
    he she it they you we i this that there the these those not be have been also a an my your his her
    our their
    """
)
# Before one of those they ask or tell somebody to do something.
ASKING = words(
    """
    will may can mark rob bill chase hope
    """
)
# Only with more than a capital letter are these a person.
NEEDS_A_CUE = words(
    """
    christian islam king justice art gypsy asia israel holland april may june august autumn summer
    sunday tuesday shona patient junior senior charity progress liberty memory nest star job peace
    prince princess gift loan deep long song red river sky storm honour grey rich innocent jordan
    georgia kenya india china ireland chad cash ward bear cat congo america london easter christmas lent
    major chancellor mosaic apple reading corsa lego windsor paris ford monday friday trinity
    """
)
ABSTRACT = words(
    """
    hope faith joy will mark may can grace patience charity justice honour trust chase grant chance
    peace wisdom art praise promise precious lucky summer autumn april june august sunday tuesday job
    star storm sky red grey king prince princess junior
    """
)
MONTHS = words(
    """
    april may june august
    """
)
BEFORE_A_MONTH = words(
    """
    in since until till by from during last next this early late mid of through before after between to
    end each every and over around for
    """
)
IN_A_PLACE = words(
    """
    in at near around outside across throughout towards
    """
)
TO_A_PLACE = words(
    """
    from to
    """
)
MOVES = words(
    """
    moved moves moving move went going go goes travelled travelling came come comes coming fled flew
    flown family originally drove driving away home back relocated relocate placed transferred returned
    live lived arrived originate originates train bus miles placement
    """
)
ORGANISATIONS = words(
    """
    council councils trust borough university team teams service services department panel board
    committee project programme police constabulary association society foundation partnership partners
    federation alliance network authority authorities ltd plc magistrates crown county court courts
    theory model approach framework act acts regulations convention bill review inquiry report guidance
    guidelines principles protocol scale questionnaire method toolkit tool strategy plan policy award
    standards law syndrome disease disorder effect ladder triangle cycle wheel window matrix typology
    assessment order orders rule rules day week month festival party unit agency ombudsman city united
    rovers island islands river government forum institute commission union credit bank airport
    hypothesis pyramid grid profile inventory index checklist test training podcast journal press
    """
)
THEORY = words(
    """
    theory theories model models cycle framework hierarchy ladder stages stage work works writing
    writings research concept concepts concept's idea ideas wheel approach matrix typology study studies
    triangle questionnaire scale principles view views definition test competence competent guidelines
    conditions attachment reflective systems ecological experiential notion argument critique book article paper
    chapter findings analysis strange internal social needs pyramid inquiry review report
    recommendations psychosocial window circles circle four five three six domains law
    """
)
ARGUES = words(
    """
    argues argued suggests suggested proposes proposed theorised theorises highlights highlighted
    emphasises emphasised defines defined conceptualises outlines cautions advocates posits contends
    asserts identifies identified writes notes noted states found warns reminds describes points
    distinguishes et
    """
)
THEORISTS = words(
    """
    bowlby ainsworth vygotsky piaget bronfenbrenner kolb schön schon maslow erikson munro laming
    fahlberg prochaska diclemente freire foucault trevithick featherstone horwath crenshaw dominelli
    burnham karpman wonnacott turnell kempe rutter winnicott bandura goffman biestek kahneman aldgate
    sidebotham lundy tuckman belbin johari mezirow ferguson gibbs egan rogers climbié climbie gillick
    fraser maccallister macalister crittenden ruch driscoll rolfe schofield beek finkelhor duluth milner
    o'byrne tronto beauchamp bourdieu fook forrester perlman calder thoburn casework munby tversky
    turney sissay perry siegel kagan solomon hollis bion jasper argyris mattinson cooper's johns pavlov
    skinner freud jung klein adlerian berne stern tronick trevarthen golding levine porges thompson hart
    lefevre rollnick miller edwards
    """
)
# People of whom everybody has read; naming them names nobody’s family.
READ_ABOUT = phrases(
    """
    duke of edinburgh, salvation army, prince’s trust, prince's trust, joseph rowntree,
    victoria climbié, victoria climbie, peter connelly, baby p, baby peter, daniel pelka,
    khyra ishaq, arthur labinjo-hughes, star hobson, sara sharif, stephen lawrence, george floyd,
    sarah everard, john bowlby, mary ainsworth, carl rogers, jean piaget, eileen munro,
    harry ferguson, gillian ruch, donald schön, donald schon, david kolb, abraham maslow,
    urie bronfenbrenner, erik erikson, lev vygotsky, brené brown, brene brown, paulo freire,
    kimberlé crenshaw, kimberle crenshaw, laura lundy, isabel trevithick, pamela trevithick,
    jane wonnacott, tony morrison, graham gibbs, vera fahlberg, maya angelou, michelle obama,
    marcus rashford, lemn sissay, jacqueline wilson, harry potter, dan hughes, bruce perry,
    dan siegel, patricia crittenden, peppa pig, father christmas, tracy beaker, david howe,
    neil thompson, lena dominelli, josh macalister, clare's law, sarah's law, helen's law,
    martha's rule, three little pigs, talking mats, widgit
    """
)
PARTICLES = words(
    """
    ap ab ferch verch bin bint ibn al el van von der den de da di du dos das la le ul ud ur mac mc o ben
    st y
    """
)
SETTINGS = words(
    """
    school schools primary secondary academy college nursery preschool pre-school playgroup kindergarten
    surgery hospital infirmary hospice clinic church mosque masjid gurdwara mandir temple synagogue
    chapel centre hub fc afc rfc rovers wanderers house lodge ward refuge hostel juniors infants infant
    medical scouts brownies cubs beavers guides cathedral parish madrasa madrassah
    """
)
GENERIC = words(
    """
    primary secondary high junior juniors infant infants nursery special local community first middle
    upper lower grammar boarding private the a sixth form children children's childrens family medical
    health general contact assessment leisure day youth sports care mental sexual walk-in job drop-in
    respite residential mother baby specialist acute trust out of hours pupil referral alternative
    academy faith catholic mainstream sen send breakfast after football boxing dance homework gym school
    college my her our head social work every sunday summer welsh english independent free state boys
    girls year old new teaching hospital and for to in at church house centre hub surgery early years
    help start sure wellbeing safe support open white full group home half halfway big brother parent
    and's walk maternity paediatric children’s day's community's women's town city education learning
    resource civic shopping call service clinic ward art arts hostel refuge women advice law crisis
    well-being sensory emergency accident village england roman anglican methodist baptist orthodox
    evangelical catholic's youth's his their your this that each any before monday tuesday wednesday
    thursday friday saturday quaker medieval playgroup pre-school preschool lodge assault custody
    detention removal reception asylum screening family's science skills virtual scouts guides
    """
)
FAMILY_NOUNS = words(
    """
    family families household children child boys girls brothers sisters siblings twins case sibling
    parents couple home boy girl baby mother father kids clan estate
    """
)
NOT_INITIALS = words(
    """
    CP LA SW TM HV GP EH HT AA PA CE EU UK US TV PC ID IT OK PE RE AM PM QA HR CV DV DA MH SG ED FE HE
    NI NE NW SE QC KC MP MD BA MA MS MSc BSc PhD AP IQ EQ ER IV AI VR XL DJ HQ IP CT UN XX XY PS NB IE
    EG ND ADD FT PT SS OT CC BC AD RC CoE CD DVD IR EP EW EWHC PO SU GB NZ AC DC AN AS AT BE BY DO GO IF
    IN IS ME MY NO OF ON OR SO TO UP WE OH HI TA LO SL ST PQ KS CA RD PR TB LD AH ABC AYSE PD ESP CI PB
    ASW DPO AMP SC FC BS PP VA KO TT FG CN II VI XI IX XV PL FM FP NT AF AR CR CM MM KM KG LB PH PX SR
    BP HD CF HO NR DT BF GF OD RP TC MC
    """
)

# After a name that is also a word, these say that somebody is meant: “Hope was asleep”.
STATES = words(
    """
    asleep awake upset angry born excluded missing sad scared tired hungry late placed removed quiet
    silent nervous anxious frightened alone crying sitting playing waiting wearing standing hiding one
    two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen afraid calm cold ill sick pregnant adopted fostered able worried excited happy unhappy shy
    tearful relieved reluctant keen brought taken found arrested moved home back there
    """
)
HIS = words(
    """
    his her their he she
    """
)
SAID_TO = words(
    """
    told asked met visited supported helped promised thanked encouraged observed saw with showed gave
    taught praised
    """
)
# Words in small letters which are names only with a capital.
ALSO_WORDS = words(
    """
    amber basil beau bella bonnie bunny candy carol celeste clay cliff clover coral crystal dale dawn
    diamond dolly dory drake ebony echo emerald eve fern flora forrest gene ginger glen guy hazel heath
    heather heron holly honey indigo iris ivory ivy jade jasmine jazz jean jewel juniper knight lance
    lane laurel lavender lilac lily lotus mace maple marina mason mat max maya meadow melody mercy miles
    misty moss myrtle mystery nick norm nova ocean olive opal pansy pat paw pearl penny pepper peter
    piers pip piper pixie polly primrose queenie randy raven reef ruby rusty saffron sage sally sandy
    sapphire savannah scarlet sierra skip sonny spike sterling sunny tally tawny teddy timber topaz
    tulip vale vera victor viola violet wade warren wren herb bruno barney cher dom dot duke earl fox
    gill hale harry jasper jay jet josh kit marten merry mike mo nell otto paris patsy petal poll presto
    rabbi rex rocky roman rowan sharon shah sheikh sian sultan tiger tim tom tommy toni trinity troy
    tyre unity velvet venus wally wolf mina hafiz imam alim masud nasi sari laddu roti dua iman khutba
    ling long ming mong song sung tang tong wing wong yang yin
    """
)
BEFORE_A_NAME = CALLINGS | CALLED | DONE_TO | SAID_TO | {"said", "and"}
ABBREVIATIONS = words(
    """
    e.g i.e a.m p.m u.k u.s u.s.a d.o.b p.s n.b e.g. i.e. a.m. p.m. u.k. u.s. d.o.b. p.s. n.b. c.v.
    """
)
# A letter after one of these is the letter of a list.
LETTERED = words(
    """
    child children parent mother father adult person client sibling family worker plan option part group
    section appendix figure table vitamin hepatitis type class level stage category team ward room block
    unit form year step question tier grade box
    """
)
# Surnames that, standing alone, are those of the authors.
ONLY_THEORISTS = words(
    """
    bowlby ainsworth bronfenbrenner vygotsky piaget kolb maslow erikson munro laming kahneman winnicott
    bandura crittenden featherstone dominelli ferguson fahlberg egan gillick horwath climbie freud
    foucault freire rutter klein jung
    """
)
