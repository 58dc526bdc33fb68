"""Whether a query is small talk or about the bot itself, so that nothing is cited for it. Pure.

Only a whole message counts: "hej, er centret finansieret?" is a question.
"""

import re

from index.finding import SmallTalk

_GREETING = (
    r"(hej( hej)?|hejsa|halløj|hallo|goddag|god ?morgen|god ?aften|god dag|dav|davs|mojn"
    r"|farvel|vi ses|bye( bye)?|goodbye|see you"
    r"|hi|hello|hey|good (morning|evening|afternoon))"
    r"( der| there| igen| alle| bot)?( (hvordan (går det|har du det)|how are you( doing)?))?"
)
_THANKS = (
    r"(tak|mange tak|tusind tak|super|fint|ok|okay|godt|perfekt|thanks?|thank you|thx|great|cheers)"
    r"( tak| skal du have| for (hjælpen|svaret|det)| very much| so much| for (the|your) (help|answer)| a lot)*"
)
_ABOUT = (
    r"(hvem|hvad) er du( for (en|noget))?|hvad kan (du|jeg)( (hjælpe|spørge)( mig)?( med| om)?| gøre)?"
    r"|hvordan (virker|fungerer|bruger jeg) (du|det|dig|den|botten)|hvor (har|får) du .{0,30}fra|hvad hedder du"
    r"|hvem har lavet dig|hjælp|help|who are you|what are you|what can (you|i) (help me with|do|ask( you)?)"
    r"|what do you do|how do you work|where do you get .{0,40}from|who made you|are you (a )?(bot|human|robot)"
    r"|er du (en )?(bot|robot|menneske|chatgpt)|are you chatgpt|can you help( me)?|kan du hjælpe( mig)?"
    r"|(hjælp|help) (mig|me)|can i trust you|kan (man|jeg) stole på (dig|svarene)|ja|nej|yes|no"
    r"|hvor (kommer|stammer) (svarene|dine svar) fra|where do (the|your) answers come from"
    r"|hvilke (dokumenter|kilder|svar) (har|bruger|kender) du|hvad er (din kilde|dine kilder)"
    r"|(what|which) (sources|documents) do you (use|have|know)"
    # What no document is asked for: abuse, the weather, verses.
    r"|(du|den her bot|botten) er (så |bare |virkelig |helt |en |et )*"
    r"(dum|dårlig|ubrugelig|elendig|idiot|skør|fjols|lort|tåbelig)"
    r"|you are (so |such |really |an? )*(stupid|dumb|useless|bad|idiot|terrible)"
    r"|(hold|luk) (nu )?(kæft|mund(en)?)|shut up|fuck( (dig|you|off))?"
    r"|(hvordan|hvad) (er|bliver) vejret.{0,30}|(what is|whats|how is) the weather.{0,30}"
    r"|((kan|vil|can|could) (du|you) )?(skrive?|lave?|synge?|fortælle?|write|tell|sing)( mig| me)?"
    r" (en|et|a) (digt|sang|joke|vittighed|vits|historie|poem|song|story).{0,60}"
)
_KINDS: tuple[tuple[SmallTalk, re.Pattern[str]], ...] = (
    ("greeting", re.compile(_GREETING)),
    ("thanks", re.compile(_THANKS)),
    ("about", re.compile(_ABOUT)),
)


def small_talk(query: str) -> SmallTalk | None:
    """The kind of small talk that the whole query is, or None for a question to the corpus."""
    words = " ".join(re.findall(r"\w+", query.casefold()))
    return next((kind for kind, pattern in _KINDS if pattern.fullmatch(words)), None)
