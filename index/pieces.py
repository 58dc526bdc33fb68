"""Text to the bundled model's token ids: its Unigram tokenizer, opened in milliseconds from memory-mapped files.

Gives the ids that the `tokenizers` package gives for the tokenizer described in `bundled`, whose opening takes 0.7 s
and 320 MB. The special tokens around a text are the caller's; turning ids into vectors is left to `engine`.
"""

import json
import math
import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import marisa_trie
import numpy as np

TRIE, IDS, SCORES, SPECIAL = "pieces.marisa", "ids.npy", "scores.npy", "special.json"
SPACE = "▁"
UNKNOWN_PENALTY = 10.0  # below the worst piece: K_UNK_PENALTY in `tokenizers`, kUnkPenalty in sentencepiece
REMEMBERED = 20_000  # words

# Unicode's White_Space; Python's \s would add the separators U+001C to U+001F.
_WHITE = re.compile("[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+")
_WORD = re.compile(f"{SPACE}[^{SPACE}]*")


def write(folder: Path, unigrams: Sequence[tuple[str, float]], special: Mapping[str, int]) -> None:
    """The files that `Pieces.open` maps.

    Args:
        folder: an existing folder.
        unigrams: pieces with their log probabilities; the position is the token id.
        special: the ids of `<s>`, `</s>`, `<pad>` and `<unk>`, by name.
    """
    by_piece = {piece: token for token, (piece, _) in enumerate(unigrams)}
    trie = marisa_trie.Trie(by_piece)
    trie.save(str(folder / TRIE))
    ids = np.zeros(len(trie), np.int32)
    for piece, key in trie.items():
        ids[key] = by_piece[piece]
    np.save(folder / IDS, ids)
    np.save(folder / SCORES, np.array([score for _, score in unigrams], np.float32)[ids])
    (folder / SPECIAL).write_text(json.dumps(dict(special)), encoding="utf-8")


class Pieces:
    """The tokenizer over its mapped files; threads may share one."""

    def __init__(self, folder: Path) -> None:
        self.special: dict[str, int] = json.loads((folder / SPECIAL).read_text(encoding="utf-8"))
        self.bos, self.eos, self.unknown = (self.special[name] for name in ("<s>", "</s>", "<unk>"))
        self._trie = marisa_trie.Trie().mmap(str(folder / TRIE))
        scores = np.load(folder / SCORES, mmap_mode="r")
        # A memory view gives Python's own numbers, so that sums are float64 as in `tokenizers`.
        self._ids, self._scores = memoryview(np.load(folder / IDS, mmap_mode="r")), memoryview(scores)
        self._unknown_score = float(scores.min()) - UNKNOWN_PENALTY
        self._special = re.compile("(" + "|".join(map(re.escape, self.special)) + ")")
        self._word_ids = lru_cache(REMEMBERED)(self._best)

    @classmethod
    def open(cls, folder: Path) -> "Pieces":
        """The tokenizer that `write` left in a folder."""
        return cls(folder)

    def ids(self, text: str) -> list[int]:
        """The token ids of a text, without `bos` and `eos` around them; a special token spelled out is itself."""
        found: list[int] = []
        for at, part in enumerate(self._special.split(text)):
            if at % 2:
                found.append(self.special[part])
                continue
            line = _WHITE.sub(" ", unicodedata.normalize("NFKC", part)).strip(" ").replace(" ", SPACE)
            for word in _WORD.findall(line if not line or line.startswith(SPACE) else SPACE + line):
                found.extend(self._word_ids(word))
        return found

    def _best(self, word: str) -> tuple[int, ...]:
        """The most probable pieces of one word (Viterbi; Kudo 2018, arXiv:1804.10959); of equals, the first found."""
        ids, scores = self._ids, self._scores
        # For each end the best score, and the start and id of the last piece; all are reached, if only as unknown.
        best = [(-math.inf, 0, self.unknown)] * (len(word) + 1)
        best[0] = (0.0, 0, self.unknown)
        for start in range(len(word)):
            reached, single = best[start][0], False
            for piece, key in self._trie.iter_prefixes_with_ids(word[start:]):
                score, end = reached + scores[key], start + len(piece)
                single = single or len(piece) == 1
                if score > best[end][0]:
                    best[end] = (score, start, ids[key])
            if not single and reached + self._unknown_score > best[start + 1][0]:
                best[start + 1] = (reached + self._unknown_score, start, self.unknown)
        path: list[int] = []
        end = len(word)
        while end:
            _, end, token = best[end]
            if not (token == self.unknown and path and path[-1] == token):  # unknown neighbours are one token
                path.append(token)
        return tuple(reversed(path))
