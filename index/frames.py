"""The wordings in which a mention narrows a query, as regular expressions. How they are applied: `named`. Pure.

They read a line of skeletons (`analysis.skeleton`) in which each mention is "@", its kind and its place:
"hvad siger @o2 om broer". Every repetition is bounded, so hostile text stays linear.
"""

import re

from index.analysis import skeleton


def _frame(pattern: str) -> re.Pattern[str]:
    """A frame over the line in which each mention is "@", its kind and its index: "hvad siger @o0 om broer"."""
    for name, part in _PARTS.items():
        pattern = pattern.replace(f"<{name}>", part)
    return re.compile(rf"(?:(?<=\s)|^)(?:{skeleton(pattern)})(?!\S)")


_PARTS = {
    "SPEAKER": r"(?:(?:the|danish|danmarks|den|vores) ){0,3}(?:@o[0-9]+ (?=@[mb]))?(?:minister )?"
    r"(?P<speaker>@[omb][0-9]+)(?! (?:i|fra|in|from|of) [^@])(?! (?:(?:og|eller|and|or) @[ombg]|@[og]))",
    "ASKER": r"(?:(?:the|det|de) )?(?P<asker>@[abfc][0-9]+)(?! (?:og|eller|and|or) @[abfc])(?: (?P<party>@f[0-9]+))?",
    "MEMBER": r"(?:(?:the|det|de) )?(?P<asker>@[afc][0-9]+)(?! (?:og|eller|and|or) @[abfc])(?: (?P<party>@f[0-9]+))?",
    "TO": r"(?: (?:til |to )?(?P<asker>@[abfc][0-9]+))?",
    "ADV": r"(?: (?:selv|egentlig|tidligere|nogensinde|så|nu|ever|recently|previously|actually|lately"
    r"|(?P<latest>senest|seneste)|(?P<period>@[it][0-9]+))){0,3}",
    "ABOUT": r"(?: (?:om|til|på|vedr|vedrørende|angående|about|on|to|regarding|concerning))?",
    "SAY": r"(?:siger|mener|svarer|synes|udtaler|tænker|oplyser)",
    "SAID": r"(?:svarede|sagde|udtalte|oplyste|mente)",
    "TOLD": r"(?:sagt|svaret|udtalt|oplyst|fortalt|forklaret|besvaret|lovet|garanteret"
    r"|said|answered|replied|stated|told|promised)",
    "NOUN": r"(?:(?:svar|besvarelser|answers?) (?:på|to) "
    r"(?:(?P<asked>spørgsmål|spm|questions?)(?! @))|(?P<one>svaret|besvarelsen|answer|reply|udtalelsen)"
    r"|svar|svarene|ministersvar|besvarelser(?:ne)?|udtalelser(?:ne)?|answers|replies|responses|statements"
    r"|(?P<question>spørgsmål|spørgsmålene|spm|questions))",
}
SPEECH = (
    _frame(r"^(?:(?:og|men|and) )?(?:hvad|hvordan|what) <SAY> <SPEAKER><ADV><ABOUT>"),
    _frame(r"^(?:(?:og|men|and) )?(?:hvad|hvordan|hvornår) (?P<past><SAID>) <SPEAKER><TO><ADV><ABOUT>"),
    _frame(r"^(?:hvad|hvornår) (?P<past>har|havde) <SPEAKER><ADV> <TOLD><TO>(?: (?P<adjacent>@[it][0-9]+))?<ABOUT>"),
    _frame(
        r"^(?:what|when) (?:(?P<past>did|has|have)|do|does) <SPEAKER><ADV> (?:say|answer|reply|think|state|<TOLD>)<TO>"
        r"(?: (?P<adjacent>@[it][0-9]+))?<ABOUT>"
    ),
    _frame(r"^(?:has|did|does|har)(?P<keep>) <SPEAKER>(?=<ADV> (?:say|promised?|lovet|garanteret|<TOLD>)(?!\S))"),
    _frame(r"^hvordan forholder <SPEAKER> sig til"),
    _frame(
        r"^(?:(?:hvad er|hvad var|what is|what was|what's) )?(?:the |den )?(?P<speaker>@g[0-9]+) (?:holdning|svar"
        r"|mening|position|view|answer|reply|opinion) (?:til|på|om|on|about|to)"
    ),
    _frame(
        r"^(?:(?:hvorfor|hvornår|hvor (?:mange|meget)|why|when|how (?:much|many)) )?(?:(?:<SAY>|<SAID>) )?"
        r"<SPEAKER>(?: <TOLD>)? (?:om|on|about|vedrørende|angående)(?= )"
    ),
    _frame(r"(?:ifølge|iflg|according to) <SPEAKER>"),
    _frame(r"^<SPEAKER>$"),
)
ASKING = (
    _frame(r"(?:spurgt|stillet|asked|rejst) (?:af|by) <ASKER>"),
    _frame(r"(?:spørgsmål(?:ene)?|spm|questions?) (?:fra|af|from|by) <ASKER>"),
    _frame(r"<ASKER> (?:spurgte|asked)(?: om| about)?"),
    _frame(r"^(?:(?:hvad|what) )?(?:har|spurgte|did|has) <ASKER><ADV>(?: (?:spurgt|asked?))(?: om| about)?"),
    _frame(r"^hvad spurgte <ASKER> om"),
    _frame(r"^(?:(?:og|men|and) )?(?:hvad|what) (?:<SAY>|<SAID>) <MEMBER><ADV><ABOUT>"),
    _frame(r"^(?:hvad|hvornår) (?:har|havde) <MEMBER><ADV> <TOLD><ABOUT>"),
    _frame(r"^what (?:did|has|have|do|does) <MEMBER><ADV> (?:say|think|state|<TOLD>)<ABOUT>"),
    _frame(r"^hvad svarede (?:ministeren|regeringen) (?:til )?<ASKER><ADV><ABOUT>"),
    _frame(r"^hvad <SAID> (?:ministeren|ministrene|regeringen) (?P<period>@[it][0-9]+)<ABOUT>"),
    _frame(r"^what did the (?:minister|government) (?:answer|reply|say)(?: to)? <ASKER><ADV><ABOUT>"),
    _frame(r"^(?P<asker>@c[0-9]+)(?:$| (?:om|about|on)(?= ))"),
)
NUMBER = _frame(
    r"(?:(?:(?:svar|svaret|answers?|reply) )?(?:på|til|to|i|in) )?(?:the )?(?P<number>@n[0-9]+)"
    r"(?: (?:i|fra|til|hos|in|from|to|of) (?:the )?(?P<asker>@c[0-9]+))?"
)
# Beside a number these say no more than that its answer is wanted.
_TELLING = """
svar svaret svarer svarede besvarede besvaret besvares besvarelse besvarelsen handler handlede drejer siger sige
sagde sagt skriver skrive skrev fortæl fortælle vis vise find finde læs læse hent giv give se minister ministeren
ministerens spørgsmål spørgsmålet spm udvalget alm almindelig del indhold indholdet står stod lyder lød tekst
teksten kort hele resumé resume opsummer opsummér mig lige kunne tak spurgte spurgt stillede stillet
answer answered answers reply replied say said says tell show find get read give see question questions minister
minister's content text about summary summarise summarize me please
"""
TELLING = frozenset(_TELLING.split())
# A number after this is only referred to: "jf. SOU 663", "sin besvarelse af S 116", or late in a long question.
REFERENCE = re.compile(r"(?:(?<!\S)(?:jf|cf|(?:sin|hans|hendes|ministerens) besvarelse af) |(?:\S+ ){12})$")
HEAD = _frame(
    r"^(?:(?:kan du|can you|could you|please|venligst|jeg vil gerne|i want to|i want|finde?|give?|hent|se|see|get|"
    r"me|mig|findes der|hvad er|hvad var|what is|what was|what's|er der|are there|har i|(?P<list>list|liste|oplist|"
    r"vise?|show|list up|(?:en |et |an? )?(?:liste|oversigt|list|overview) (?:over|med|af|of|with))) ){0,6}"
    r"(?P<count>(?:hvor mange|how many|antal|number of) )?"
    r"(?:(?P<every>alle|all|samtlige|hvilke|which) )?(?:(?:de|det|den|the|dine|your|of|nogen|any) ){0,3}"
    r"(?:(?P<few>to|tre|fire|fem|ti|two|three|four|five|ten|[0-9]{1,2}) )?"
    r"(?P<latest>(?:seneste|nyeste|sidste|latest|newest|most recent|last)(?: [0-9]{1,2})? )?<NOUN>"
)
WHO = _frame(
    r"^(?:(?:og|men|and) )?(?:hvem|hvilke[nt]? (?:parti(?:er)?|medlem(?:mer)?|politiker(?:e)?)"
    r"|who|which (?:part(?:y|ies)|members?)) (?:(?:har|have|has) )?(?:stille(?:de|t)|spurgte?|asked)"
    r"(?: (?:spørgsmål(?:et|ene)?|spm|(?:the )?questions?))?(?: (?:ministeren|regeringen|the minister))?"
)
TIMES = _frame(
    r"^(?:hvor (?:mange gange|ofte|tit)|how (?:often|many times)) (?:har|has|did) <SPEAKER>"
    r" (?:<TOLD>|answer)(?: (?:på |to )?(?:spørgsmål|questions))?"
)
PASSIVE = _frame(
    r"^hvad (?:er|blev) (?:der )?(?:blevet )?(?:sagt|svaret|spurgt)"
    r"|^(?:besvaret|spurgt|stillet|answered|asked)(?= @[it])"
)
NEWEST = _frame(
    r"^(?:(?:hvad er|what is|what's) )?(?:det|the) (?:seneste|nyeste|latest|newest)(?: nye?)?(?: (?:om|on|about|vedr)"
    r"| (?=(?:fra|from) @))"
)
MODIFIERS = (
    _frame(r"(?:(?:besvaret|answered|givet|given|svar) )?(?:fra|af|by|from|ved) <SPEAKER>"),
    _frame(r"(?:har|has|have|did) <SPEAKER> (?:givet|given|gave|give|afgivet|besvaret|answered)"),
    _frame(r"(?:har|has|have|did) <ASKER> (?:stillet|spurgt|asked|ask)"),
    _frame(r"(?:stillede|spurgte) <ASKER>"),
    _frame(r"(?:gav|afgav|gave) <SPEAKER>"),
    _frame(r"(?:(?:besvaret|spurgt|stillet|givet|answered|asked|given) )?(?P<period>@[it][0-9]+)"),
    _frame(r"(?:(?:på|to|til|i|in|fra|from|for) )?(?:the )?(?P<asker>@c[0-9]+)"),
)
ASKED_MODIFIERS = (_frame(r"(?:til|to) <SPEAKER>"), _frame(r"(?:(?:stillet|asked) )?(?:fra|af|by|from) <ASKER>"))
ANSWER_MODIFIERS = (_frame(r"(?:til|to) <ASKER>"), _frame(r"(?:på |to |til )?(?P<number>@r[0-9]+)"))
BARE_PERIOD = _frame(r"(?P<period>@y[0-9]+)")
PASSING = _frame(
    r"(?:er|blev|findes|har|are|were|have|is)"
    r"(?: (?:der|there|been|i alt|in total|i|du|you|blevet|kommet|givet|stillet|asked|given)){1,3}"
    r"|i alt|in total|findes|(?:besvaret|answered|stillet|asked|givet|given)(?= )"
)
TOPIC = _frame(r"(?:(?:der|that) )?(?:handler om|om|vedr|vedrørende|angående|about|on|regarding|concerning)")
VERBAL = _frame(
    r"hv\w+|what|when|where|who|why|how|which|er|var|har|havde|fik|får|blev|bliver|kan|skal|vil|må|steg|faldt|"
    r"is|are|was|were|has|have|had|did|does|do|will|can"
)
