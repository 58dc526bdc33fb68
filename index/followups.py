"""A follow-up made whole by the turn before it: "og hvornår?" → "hvornår: handlingsplanen mod ensomhed". Pure.

Only the wording is read: which turns those were is left to the caller, the kind of question to `kinds`, what takes
another's place to `exchanges`.

A query is a follow-up when it has no subject of its own. Its weighty words are counted, that is, neither function
words nor words that fit any subject ("ministeren", "besluttet", "penge"), and so many are allowed:
- 3 in a bare phrase after "og", "men", "hvad med", "what about" ("hvad med unge mænd?");
- 2 beside a word that points back ("gælder det også private skoler?");
- 1 after such an opening, and in a query without a verb that asks or starts with a preposition ("hvor mange børn?");
- 0 in any other ("hvem har besluttet det?", "how much?").
"""

import datetime as dt
import re
from collections.abc import Sequence

from corpus.citations import Language
from index.analysis import MAX_QUERY, STOP, Word, clean, fold_case, read_words, stem
from index.exchanges import asked_of, exchanged, instead
from index.kinds import asked_for
from index.named import read_named
from index.names import KnownNames
from index.smalltalk import small_talk

MAX_FOLLOWUP = 160  # characters; what is longer speaks for itself
_NOBODY = KnownNames()

_POLITE = re.compile(
    r"(?i)(?:(?:tak|ok|okay|fint|super|thanks|thank you)[\s,.!]+)?"
    r"(?:(?:kan|vil|kunne) du (?:ikke )?(?:lige )?|(?:can|could|would) you (?:please )?)?"
)
_ABOUT = re.compile(r"(?:(?:og|men|så|and|but|so)\s+)?(?:hvad (?:så )?med|(?:what|how) about)\b[\s,]*", re.IGNORECASE)
_NO = re.compile(
    r"(?i)(?:(?:nej|næh|no)\b[\s,.!–-]*)?(?:jeg (?:mente|mener|tænkte på)|det var|i (?:meant|mean))\b[\s,:]*(?=\S)"
    r"|(?:nej|næh|no)\b[\s,.!–-]+(?=\S)"
)
_TIED = re.compile(r"(?i)(?:kun|bare|blot|only|just|fra|af|til|from|by|to) ")
_NOT_BUT = re.compile(r"(?i)(?:(?:nej|no)\b[\s,]*)?(?:ikke|not) (.{2,40}?),? (?:men|but) (.{2,40})")
_ANSWERS: dict[Language, str] = {"da": "svar om", "en": "answers about"}
_ALL: dict[Language, str] = {"da": "alle", "en": "all"}
_HOW_MANY: dict[Language, str] = {"da": "hvor mange", "en": "how many"}
_MORE = re.compile(
    r"(?i)(?:(?:er|findes|har du|are|is|do you have) ?(?:der|there)? |(?:vis|giv|show|give)(?: mig| me)? )?"
    r"(?:nogen |any )?(?:flere|andre|more|other|others)(?: svar| answers)?"
    r"(?: om (?:det|dette)| (?:on|about) (?:it|that|this))?"
)
_NUMBER_OF = re.compile(
    r"(?i)(?:hvor mange|how many)(?P<noun> (?:svar|spørgsmål|answers|questions))?"
    r" (?:er|var|findes|are|were) (?:der|det|dem|there|they)(?: i alt| om det| in total)?"
)
_LISTING = re.compile(r"(?i)(?:hvor mange|how many|alle|all|list|vis(?: alle)?|show(?: all)?) (?=\w)")
_AND = {
    "da": re.compile(r"(?:(?:og|men|så|også|ogsaa|and|but|so|also)\b[\s,]*)+", re.IGNORECASE),
    "en": re.compile(r"(?:(?:and|but|so|also|og|også)\b[\s,]*)+", re.IGNORECASE),  # "men" are people here
}


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_QUESTIONS = _set("""
    hvad hvor hvem hvordan hvorfor hvornår hvornaar hvornar hvilke hvilken hvilket what when where who whom whose
    which why how
""")
_MODALS = _set("kan kunne skal skulle vil ville må maa bør burde")
_VERBS = _MODALS | _set("""
    er var har havde bliver blev får faar fik findes kommer gør går sker skete passer koster kostede gælder gaelder
    træder betyder starter is are was were be been am do does did has have had will would can could shall should may
    might must cost costs happens happened means
""")
_PREPOSITIONS = _set("""
    i på til for fra om med mod hos under over efter før siden inden ved af blandt kun ikke in on at to from by with
    about under over after before since among within only not
""")
_POINTERS: dict[Language, frozenset[str]] = {
    "da": _set("den det de dem dens dets deres dette denne disse her han hun ham hende hans hendes sådan dertil derfor")
    | _set("dermed derefter derved it they them that those this these"),
    "en": _set("it its they them their that those this these he she him his her det den dem"),
}
_ANY_SUBJECT = _set("""
    der du i os mig mange meget mere mest flere få længe ofte tid lang stor dyr gang ca præcis cirka egentlig stadig
    allerede nu igen måske penge beløb dato datoen kilde detaljer svar baggrund grund begrundelsen årsag plan aftale
    beslutning forslag regler minister ministeriet regeringen folketinget folk kommunen kommuner rigtigt sandt
    korrekt sikkert enig imod uenig uddybe forklare fortæl vide siger sagde sagt mener mente synes tænker besluttet
    bestemt vedtaget præsenteret afsat aftalt ansvar ansvarlig finansieret færdig klar gældende kraft virkelig
    virker fungerer foregår sket ny nyt tilbage så andet andre alle nogen undtagelser status være gjort gøre nok
    betaler ansat money amount date source details people government minister true right correct sure agree
    elaborate explain exactly really still already again else next others everyone anyone decided decide said say
    says think thinks happen apply applies applied paid pays pay responsible mean start starts started come
    exceptions often old big expensive me us far soon later now ready presented funded adopted yet
""")
_LIGHT = frozenset(map(stem, _ANY_SUBJECT))
# "de unge" has an article, "får de støtte?" a pronoun: an -e word shows the former before a noun or as one of these.
_PEOPLE = _set("unge ældre syge fattige rige ensomme ledige gamle voksne frivillige radikale konservative")
# "er det forbudt at ryge?", "is it legal to smoke?", "this year": words that point at nothing before.
_EMPTY = re.compile(
    r"(?i)\bgår det med\b|\bdet\b.*?\b(?:at|hvis|der)\b|\bit\b.*?\b(?:that|if)\b"
    r"|\bit (?:\w+ )??(?!appl|happen|extend|relat|matter)\w+ to\b|\bthat(?= (?:the|a|an)\b)"
    r"|\b(?:this|dette|denne) (?:year|week|month|summer|år|uge|måned|sommer)\b"
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_COUNTED = re.compile(
    r"(?i)(?:hvor mange|how many) ([^,:–]{1,60}?) (?:er|var|are|were) (?:der|there)(?: (?:i|på|in|on))? (.+)"
)
_KIND_WORDS = re.compile(
    r"(?i)\b(?:(?:de|the)\s+)?(?:\d[\d.,]*\s*)?(?:(?:mio|mia|million\w*|milliard\w*|kroner|kr|dkk)\b\.?\s*)+(?:of\s+)?"
    r"|\b(?:hvor (?:mange|meget|ofte|stor|lang)|how (?:many|much|often|long)|hvad koster|costs?|dyrt?|beløb\w*"
    r"|antal\w*|andel\w*|procent\w*|pct|per ?cent\w*|number of|share of|hvornår|hvornaar|when|hvem|who|whom"
    r"|whose|hvorfor|why|årsag\w*(?: til)?|reasons?(?: for)?|datoe?n?|deadline|(?:hvilken|which) minister)\b\.?\s*"
)
_LEAD = _QUESTIONS | _VERBS | _set("og men der det it there mange meget many much rigtigt sandt true at that the")
_SAYING = re.compile(
    r"(?i)^(?:(?:ministeren|regeringen|the minister|minister|the government) )?"
    r"(?:mener|siger|sagde|sagt|svarede?|svarer|svaret|synes|says?|said|thinks?|answered)"
    r"(?: (?:ministeren|regeringen|the minister|minister|the government))? (?:om|til|about|on|to) (?=\S)"
)
_POINTED = re.compile(r"(?i)(?:den|det|dem|the one|those|that) (?=(?:om|med|fra|til|i|about|on|with|from|to|in)\b)")
_ARTICLE = re.compile(r"^(?i:de|den|det|en|et|the|an?)\s+(?=[^\W\dA-ZÆØÅ])")
_MARKS = " \t\n?!.,;:–-"


def _weighty(words: Sequence[Word], language: Language) -> list[Word]:
    passing = STOP[language] | _QUESTIONS | _VERBS | _PREPOSITIONS | _POINTERS[language]
    return [word for word in words if word.form not in passing and stem(word.form) not in _LIGHT]


def _has_subject(turn: str) -> bool:
    words = read_words(turn)
    return bool(_weighty(words, "da") and _weighty(words, "en")) or re.search(r"\d", turn) is not None


def _points_back(text: str, language: Language) -> bool:
    """Whether a pronoun stands for something said before, not for an article or an empty subject."""
    words = read_words(_EMPTY.sub(" ", text))
    weighty = {word.start for word in _weighty(words, language)}
    for place, word in enumerate(words):
        after = words[place + 1 : place + 3]
        article = word.form in {"den", "det", "de"} and after and after[0].start in weighty
        if article and not after[0].name:
            noun = after[0].form in _PEOPLE or after[-1].start in weighty - {after[0].start}
            infinitive = place > 0 and words[place - 1].form in _MODALS
            article = noun and after[0].form.endswith("e") and not infinitive
        if word.form in _POINTERS[language] and not article:
            return True
    return False


def _read(query: str, language: Language) -> tuple[str, bool] | None:
    """What a follow-up adds and whether that is a question of its own; None for a fresh query."""
    text = _POLITE.sub("", clean(query).strip(), count=1)
    about = _ABOUT.match(text)
    opening = about or _AND[language].match(text)
    twist = text[opening.end() if opening else 0 :].strip(_MARKS)
    words = read_words(twist)
    found = {word.form for word in words}
    weight = len(_weighty(words, language)) + bool(re.search(r"\d", _YEAR.sub("", twist)))
    asks = not found.isdisjoint(_QUESTIONS)
    verb = not found.isdisjoint(_VERBS | {"om", "about"})
    if not words:
        return (twist, False) if _YEAR.fullmatch(twist) or opening else None
    if opening and not asks and (about or not verb) and "," not in twist:
        return (twist, False) if weight <= 3 else None
    phrase = not asks and found.isdisjoint(_VERBS) and words[0].form in _PREPOSITIONS and words[0].start == 0
    allowed = 2 if not about and _points_back(twist, language) else bool(opening or phrase or (asks and not verb))
    return (twist, not phrase) if weight <= allowed else None


def _without(text: str, said: str) -> str:
    """The text without the content words that are said already."""
    known = {stem(word.form) for word in read_words(said) if word.form not in STOP["da"] | STOP["en"]}
    kept = [part for part in text.split() if stem(fold_case(part.strip(_MARKS + "»«\"'()"))) not in known]
    while kept and (fold_case(kept[0].strip(_MARKS)) in _PREPOSITIONS or not kept[0].strip(_MARKS)):
        kept.pop(0)
    return " ".join(kept).strip(_MARKS)


def _headless(text: str) -> str:
    parts = text.split()
    while len(parts) > 1 and parts[0].strip(_MARKS).casefold() in _LEAD:
        parts.pop(0)
    return _SAYING.sub("", " ".join(parts))


def _subject(old: str, question: str) -> str:
    """What the turn before was about, without the kind of its question and without the words of the new one."""
    asked, colon, rest = old.partition(": ")
    start = read_words(asked)
    if colon and start and (start[0].form in _QUESTIONS | _VERBS or stem(start[0].form) in _LIGHT):
        old = rest
    if counted := _COUNTED.fullmatch(old):
        old = f"{counted[2]} {counted[1]}"
    subject = _without(_headless(old), question)
    if asked_for(f"{question}: {subject}") != asked_for(question):
        subject = _without(_headless(_KIND_WORDS.sub("", subject)), question) or subject
    return subject


def _added(old: str, twist: str) -> str:
    """The turn before with a new phrase, which takes the place of one of the same build."""
    twist = _ARTICLE.sub("", twist)
    base, *phrases = old.split(" – ")
    builds = [_PREPOSITIONS & {phrase.partition(" ")[0].casefold()} for phrase in (*phrases, twist)]
    kept = " – ".join([base, *(phrase for phrase, build in zip(phrases, builds, strict=False) if build != builds[-1])])
    new = re.search(r"\d", twist) or any(
        word.form not in _PREPOSITIONS | _POINTERS["da"] for word in read_words(_without(twist, kept))
    )
    return f"{kept} – {twist}" if new else old


def _listed(old: str, text: str, language: Language, names: KnownNames, today: dt.date | None) -> str:
    """What "er der flere?" and "hvor mange svar er der?" ask for after a turn; "" for any other text."""
    number = _NUMBER_OF.fullmatch(text)
    named = read_named(old, language, names, today)
    if not _MORE.fullmatch(text) and not (number and (number["noun"] or named.wants != "answer")):
        return ""
    head = (_HOW_MANY if number else _ALL)[language]
    if named.wants in ("count", "list"):
        return _LISTING.sub(f"{head} ", old, count=1)
    about, speaker = asked_of(old, language, names, today) if named.wants == "answer" else (named.rest, "")
    return f"{head} {_ANSWERS[language]} {_subject(about, '')}{speaker}"[:MAX_QUERY]


def _corrected(old: str, text: str, language: Language, names: KnownNames, today: dt.date | None) -> str:
    """The turn as a correction has it: "nej, jeg mente Tyrkiet", "ikke Sverige, men Norge"; "" for any other text."""
    if (pair := _NOT_BUT.fullmatch(text)) and (at := old.casefold().find(pair[1].casefold())) >= 0:
        return old[:at] + pair[2] + old[at + len(pair[1]) :]
    no = _NO.match(text)
    if not no:
        return ""
    phrase = text[no.end() :].strip(_MARKS)
    words = {word.form for word in read_words(phrase)}
    if not words:
        return ""
    if not words.isdisjoint(_QUESTIONS | _VERBS):
        return phrase
    pointed = _POINTED.match(phrase)
    return _added(old, phrase[pointed.end() :]) if pointed else instead(old, phrase, language, names, today)


def understand(
    query: str,
    before: Sequence[str],
    language: Language,
    names: KnownNames = _NOBODY,
    today: dt.date | None = None,
) -> str:
    """The query as it should be searched: a follow-up made whole, a fresh question unchanged.

    Args:
        query: What the user typed.
        before: The user's earlier turns as they were understood, the oldest first; the last two are read.
        language: The query's language; the turns may be in the other.
        names: What the corpus' fields hold: people are known by them.
        today: What "sidste år" is counted from.
    """
    if len(query) > MAX_FOLLOWUP or small_talk(query):
        return query
    turns = [" ".join(clean(turn[:MAX_QUERY]).split()).strip(_MARKS) for turn in before[-2:]]
    old = next((turn for turn in reversed(turns) if not small_talk(turn) and _has_subject(turn)), "")
    text = " ".join(query.split()).rstrip(_MARKS)
    if old and (listed := _listed(old, text, language, names, today)):
        return listed
    if old and (corrected := _corrected(old, text, language, names, today)):
        return corrected[:MAX_QUERY]
    read = _read(" ".join(query.split()), language) if old else None
    if read is None:
        tied = exchanged(old, text, language, names, today) if old and _TIED.match(text) else ""
        return tied or query
    twist, question = read
    if question:
        about, speaker = asked_of(old, language, names, today)
        kept = speaker if speaker and not asked_of(f"{twist} om {about}", language, names, today)[1] else ""
        whole = f"{twist}: {_subject(about, twist)}".rstrip(": ") + kept
    else:
        whole = exchanged(old, twist, language, names, today) or _added(old, twist)
    return whole if len(whole) <= MAX_QUERY else whole[:MAX_QUERY].rsplit(" ", 1)[0]
