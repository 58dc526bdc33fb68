"""Whether a sentence says that the answer it stands in comes later: somebody who answers, or the answer itself, is
what it must be about. Pure.

"Kommunerne skal svare borgerne hurtigst muligt" delays nothing.
"""

import re

_MINISTRY = r"(?:jeg|vi|[\w-]*minister(?:en|iet))"
_VOICE = rf"\b{_MINISTRY}\b(?:(?!,\s+at\b|\bbedt\b)[^.]){{0,80}}?"  # not "jeg mener, at kommunen …"
_QUESTION = r"(?:(?:udvalgets|det|dette|de|disse)\s+)?spørgsmål\w*(?:\s+nr\.?\s*[\w,]+)?"
_ASKED = (
    rf"(?:spørgsmål(?:et|ene)|(?:udvalgets|dette|disse)\s+{_QUESTION}|spørgsmål\s+nr\.?\s*[\w,]+)"  # in this letter
)
_FINAL = r"(?:(?:et|det|den|en|mit|min)\s+)?endelige?t?\s+(?:svar|besvarelse)\b"
_ANSWER = r"(?:(?:et|det)\s+)?(?:endelige?t?\s+)?(?:svar(?:et)?|besvarelsen?)\b"
# Not an answer "på henvendelser", "til borgeren", "fra kommunerne".
_OWN = rf"(?!\s+(?:på|af|til|fra)\b(?!\s+(?:{_QUESTION}|udvalg|Folketing|ovenstående|dette\b|det\b)))"
_SENDS = (
    r"\b(?:følger?(?!\s+af\b)|(?:frem|over|efter)?send(?:e[srt]?|t)|afgive[ts]?|gives?|foreligger?)\b"
    r"(?!\s+til\s+(?!udvalg|Folketing|\w+udvalg|brug\b|at\b))"
)
_WHEN = re.compile(r"\b(?:snarest|hurtigst|når|senest|inden|så\s+snart)\b", re.IGNORECASE)
_SOON = r"\b(?:snarest|hurtigst)\b"
_THIS = rf"(?:\s+på)?(?:\s+(?:{_QUESTION}|det|dette|udvalget))?"  # what is answered, if it is said

_SENT = (
    rf"^{_ANSWER}{_OWN}.{{0,80}}?{_SENDS}",  # "Svaret følger", "Endeligt svar vil blive oversendt"
    rf"\b(?:forvent\w*|regner\s+med|påregn\w*),?\s+at\s+{_ANSWER}{_OWN}.{{0,80}}?{_SENDS}",
    rf"(?:\bat|,)\s+{_FINAL}{_OWN}.{{0,80}}?{_SENDS}",
    rf"\bbesvarelsen(?:\s+af\s+{_QUESTION})?,\s+(?:som|der)\b.{{0,40}}?{_SENDS}",
    rf"(?:^der\b.{{0,40}}|,\s+){_SENDS}\s+(?:der\s+)?{_FINAL}{_OWN}",  # "…, følger endeligt svar"
    rf"{_VOICE}\b(?:{_SENDS}|give)\s+(?:(?:udvalget|Folketinget)\s+)?(?:{_FINAL}|mit\s+svar\b|besvarelsen\b){_OWN}",
)
_ANSWERS_SOON = (
    # "Jeg vil besvare spørgsmålet snarest muligt", "Spørgsmålet vil snarest blive besvaret"
    rf"(?:{_VOICE}|\b{_ASKED}.{{0,60}}?)\b(?:besvare[st]?|svare?)\b{_THIS}\s+(?:endeligt\s+)?{_SOON}",
    rf"(?:{_VOICE}|\b{_ASKED}.{{0,60}}?){_SOON}(?:\s+muligt)?\s+(?:blive\s+)?(?:endeligt\s+)?"
    rf"besvare[st]?\b(?:\s+(?:{_QUESTION}|det|dette)|\W*$)",
    rf"{_VOICE}\bvende[rs]?\s+tilbage\b.{{0,80}}?\b{_ANSWER}{_OWN}",
    rf"\bvende[rs]?\s+{_MINISTRY}\b.{{0,40}}?\btilbage\b.{{0,80}}?\b{_ANSWER}{_OWN}",
)
_LATE = re.compile(r"\bikke\b.*\binden\s+for\s+(?:den\s+)?\w*\s*\w*frist", re.IGNORECASE)
_ANSWERING = (
    rf"{_VOICE}\b(?:be)?svare[st]?\b{_THIS}\s+(?:ikke\s+)?inden\b",
    rf"\b{_ASKED}\b.*\bbesvare[st]?\b",
    rf"\b(?:be)?svare\s+(?:på\s+)?{_QUESTION}\b",
)


def _any(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


_IS_SENT, _IS_ANSWERED_SOON, _IS_ANSWERING = _any(_SENT), _any(_ANSWERS_SOON), _any(_ANSWERING)


def delays(sentence: str) -> bool:
    """Whether the sentence, in one line, says that this answer is late or comes later."""
    if _IS_ANSWERED_SOON.search(sentence) or (_IS_SENT.search(sentence) and _WHEN.search(sentence)):
        return True
    return bool(_LATE.search(sentence) and _IS_ANSWERING.search(sentence))
