"""Letters that nobody wrote and an encoder without a model: a corpus of any size, the same for the same seed.

Lengths, vocabulary and the spread of the vectors are those of 343 real exchanges (measured: 3 sentences and 107 tokens
a passage; cosines of .86 ± .02 between any two, .92 to the tenth nearest). What is measured with them is left to
`bench`.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from zlib import crc32

import numpy as np
import numpy.typing as npt
from wordfreq import get_frequency_dict

from corpus.committees import CODES
from index.encoder import BUNDLED, Encoded, Floats, Segments, one_line

SEED = 663
PASSAGES = 9  # a letter
WORDS = 640  # an answer, on average
WORDS_PER_SENTENCE = 21
TOPICS = 1500
TOPIC_WORDS = 150
SPECIAL = 0.03  # of an answer's words: compounds found in hardly any other
PER_FOLDER = 1000

LETTER = """Folketingets {committee} har d. {asked} stillet følgende spørgsmål nr. {number}
(alm. del) til {office}ministeren, som hermed besvares. Spørgsmålet er
stillet efter ønske fra {asker}.

Spørgsmål nr. {number}:
”{question}”

Svar:
{answer}

Med venlig hilsen

{minister}
{Office}minister
"""


def _split(words: str) -> tuple[str, ...]:
    return tuple(words.split())


FIRST = _split("Anne Bo Carl Ditte Emil Frida Gry Hans Ida Jens Karin Lars Mette Niels Olga Per Rosa Søren Tine Ulla")
LAST = _split("Agger Bang Dahl Eskildsen Friis Gade Holm Iversen Juhl Kjær Lund Munk Nygård Østergård Pihl Ravn Skov")
PARTIES = _split("A V SF EL KF DF RV ALT LA M")
OFFICES = _split("social sundheds transport justits skatte kultur miljø klima forsvars beskæftigelses erhvervs")
MONTHS = _split("januar februar marts april maj juni juli august september oktober november december")

Ints = npt.NDArray[np.int64]


def _zipf(count: int, power: float = 1.0) -> Floats:
    """Cumulative shares of ranks."""
    shares = 1 / (np.arange(count) + 2.7) ** power
    return np.cumsum(shares / shares.sum())


class Letters:
    """The letters by number. Each is about one of `TOPICS`, whose words it shares with the others about it."""

    def __init__(self, seed: int = SEED) -> None:
        frequencies = {word: share for word, share in get_frequency_dict("da").items() if word.isalpha()}
        self._seed = seed
        self._common = np.array(sorted(frequencies, key=lambda word: (-frequencies[word], word)))
        shares = np.array([frequencies[str(word)] for word in self._common])
        self._shares = np.cumsum(shares / shares.sum())
        random = np.random.default_rng(seed)
        content = np.array([word for word in self._common[150:].tolist() if len(word) > 3])
        self._nouns = np.array([word for word in content[:9000].tolist() if 4 <= len(word) <= 9])
        self._noun_shares = _zipf(len(self._nouns), 1.3)  # in 2.1 million compounds 500,000 different ones
        places = np.searchsorted(_zipf(len(content), 0.6), random.random((TOPICS, TOPIC_WORDS)))
        self._topics = content[places]
        self._topics[:, ::5] = self._compounds(random, TOPICS * len(range(0, TOPIC_WORDS, 5))).reshape(TOPICS, -1)
        self._topic_shares = _zipf(TOPIC_WORDS, 0.7)

    def _compounds(self, random: np.random.Generator, count: int) -> npt.NDArray[np.str_]:
        first, last = (self._nouns[np.searchsorted(self._noun_shares, random.random(count))] for _ in range(2))
        link = np.array(["", "s", "e"])[np.searchsorted((0.5, 0.9), random.random(count))]
        return np.char.add(np.char.add(first, link), last)

    def _words(self, random: np.random.Generator, topic: int, count: int) -> list[str]:
        """Words of running text: common ones, the topic's, and a few that stand nowhere else."""
        drawn = random.random((2, count))
        words = self._common[np.searchsorted(self._shares, drawn[0])].astype(object)
        about = np.flatnonzero(drawn[1] < 0.3)
        words[about] = self._topics[topic, np.searchsorted(self._topic_shares, random.random(len(about)))]
        special = np.flatnonzero(drawn[1] > 1 - SPECIAL)
        words[special] = self._compounds(random, len(special))
        return [str(word) for word in words]

    def _sentences(self, random: np.random.Generator, words: Sequence[str]) -> Iterator[str]:
        count = max(len(words) // WORDS_PER_SENTENCE, 1)
        inner = np.arange(1, count) * len(words) // count + random.integers(-8, 9, count - 1)
        for start, end in pairwise([0, *inner.tolist(), len(words)]):
            some = list(words[start:end])
            if random.random() < 0.3:
                amount = f"{random.integers(1, 900)},{random.integers(1, 10)} mio. kr. i {random.integers(2010, 2027)}"
                some.insert(len(some) // 2, amount)
            if random.random() < 0.1:
                some.insert(1, self.person(int(random.integers(0, 300))))
            sentence = " ".join(some)
            yield f"{sentence[0].upper()}{sentence[1:]}."

    @staticmethod
    def person(number: int) -> str:
        """A name."""
        return f"{FIRST[number % len(FIRST)]} {LAST[(number // 3) % len(LAST)]}"

    def topic(self, number: int) -> int:
        """What a letter is about: some topics come up often."""
        return int(TOPICS * np.random.default_rng((self._seed, number)).random() ** 1.5)

    def query(self, number: int) -> str:
        """What somebody might ask about a letter's topic."""
        random = np.random.default_rng((self._seed, number, 1))
        words = self._topics[self.topic(number), np.searchsorted(self._topic_shares, random.random(4))]
        return f"Hvad gør ministeren ved {words[0]} og {words[1]} når {words[2]} er {words[3]}?"

    def text(self, number: int) -> str:
        """A letter."""
        topic = self.topic(number)
        random = np.random.default_rng((self._seed, number, 2))
        words = self._words(random, topic, int(np.clip(random.gamma(3, WORDS / 3), 20, 4000)))
        sentences = list(self._sentences(random, words))
        paragraphs = ["\n".join(sentences[start : start + 4]) for start in range(0, len(sentences), 4)]
        question = " ".join(self._words(random, topic, 32))
        office = OFFICES[topic % len(OFFICES)]
        committee = list(CODES)[topic % len(CODES)]
        return LETTER.format(
            committee=committee if committee.startswith("Udvalget") else committee.removesuffix("et"),
            asked=f"{random.integers(1, 29)}. {MONTHS[random.integers(0, 12)]} {random.integers(2005, 2027)}",
            number=random.integers(1, 2000),
            office=office,
            Office=office.capitalize(),
            asker=f"{self.person(int(random.integers(0, 179)))} ({PARTIES[random.integers(0, len(PARTIES))]})",
            question=f"Hvad er ministerens holdning til {question}?",
            answer="\n\n".join(paragraphs),
            minister=self.person(200 + topic % 60),
        )

    def write(self, folder: Path, passages: int) -> None:
        """Write so many letters as files that they have about so many passages."""
        for number in range(passages // PASSAGES):
            if number % PER_FOLDER == 0:
                (folder / f"{number // PER_FOLDER:04}").mkdir(parents=True)
            path = folder / f"{number // PER_FOLDER:04}" / f"{number:07}.txt"
            path.write_text(self.text(number), encoding="utf-8")


class SyntheticEncoder:
    """Vectors from the words of a text, spread like the bundled model's, and states of the words alone.

    It goes by the bundled model's name and revision, so that the real encoder opens what it has built.
    """

    model = BUNDLED
    dimension = 384
    _ROWS = 8192  # of the table that words are hashed into
    _AROUND = 2.0  # what a word of the context adds, against one of the passage
    _MEAN, _SPREAD = 0.927, 0.374  # the length of the mean of all vectors, and of what a vector adds to it

    def __init__(self, revision: str) -> None:
        self.revision = revision
        self.embedded = 0  # passages so far
        random = np.random.default_rng(SEED)
        # Fewer directions than dimensions count: 109 of them by the participation ratio, as measured.
        spectrum = (np.arange(self.dimension) + 20) ** -0.8
        turn = np.linalg.qr(random.standard_normal((self.dimension, self.dimension)))[0]
        table = (random.standard_normal((self._ROWS, self.dimension)) * spectrum) @ turn
        self._states: Floats = (table / np.linalg.norm(table, axis=1, keepdims=True)).astype(np.float32)
        mean = random.standard_normal(self.dimension)
        self._mean: Floats = (self._MEAN * mean / np.linalg.norm(mean)).astype(np.float32)

    def encode_query(self, text: str) -> Encoded:
        """A query; its segments are its words."""
        return self._encode(one_line(text).split())

    def encode_passages(self, texts: Sequence[Segments]) -> Iterator[tuple[int, Encoded]]:
        """In the order given."""
        for row, segments in enumerate(texts):
            self.embedded += 1
            yield row, self._encode(segments)

    def _encode(self, segments: Segments) -> Encoded:
        parts = [[token for word in segment.split() for token in _tokens(word)] for segment in segments]
        rows = [row for part in parts for row, _ in part]
        weights = np.array([weight for part in parts for _, weight in part], np.float32)
        if len(parts) > 1:
            weights[: len(parts[0])] *= self._AROUND
        states = self._states[rows]
        added = weights @ states if rows else self._states[0]
        added *= np.float32(self._SPREAD / max(float(np.linalg.norm(added)), 1e-6))
        vector = self._mean + added
        return Encoded(vector / np.linalg.norm(vector), states, tuple(map(len, parts)))


@lru_cache(maxsize=1 << 17)
def _tokens(word: str) -> tuple[tuple[int, float], ...]:
    """The rows of a word's tokens in the table with what each adds to the vector: short words hardly anything."""
    row = crc32(word.strip(".,?”").casefold().encode())
    weight = 0.02 if len(word) < 5 else 1.0
    return tuple(((row + piece) % SyntheticEncoder._ROWS, weight) for piece in range(1 + len(word) // 7))
