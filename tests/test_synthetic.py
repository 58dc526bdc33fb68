"""The benchmark's letters and encoder: the same every time, read as real letters are, and measured by real means."""

from pathlib import Path

import numpy as np
import pytest

from corpus.store import load_folder
from index import packed
from index.inputs import inputs_of
from index.shelf import open_serving
from tests import bench_sizes
from tests.bench import passages_of
from tests.synthetic import PASSAGES, Letters, SyntheticEncoder


def test_a_letter_depends_on_seed_and_number_alone() -> None:
    assert Letters().text(7) == Letters().text(7)
    assert Letters().text(7) != Letters().text(8)
    assert Letters().text(7) != Letters(seed=1).text(7)


def test_letters_are_read_as_letters_of_realistic_length(tmp_path: Path) -> None:
    Letters().write(tmp_path, 40 * PASSAGES)
    documents = load_folder(tmp_path).documents
    assert {document.form for document in documents} == {"letter"}
    assert all(document.asker and document.minister and document.committee_code for document in documents)
    inputs = [given for document in documents for given in inputs_of(document)]
    assert len(inputs) / len(documents) == pytest.approx(PASSAGES, rel=0.2)
    assert np.mean([given.passage.end - given.passage.start for given in inputs]) == pytest.approx(480, rel=0.1)


def test_vectors_are_spread_like_those_of_the_bundled_model(tmp_path: Path) -> None:
    Letters().write(tmp_path, 40 * PASSAGES)
    texts = [given.segments for document in load_folder(tmp_path).documents for given in inputs_of(document)]
    encoded = dict(SyntheticEncoder("1").encode_passages(texts))
    vectors = np.stack([encoded[row].vector for row in range(len(texts))])
    cosines = (vectors @ vectors.T)[np.triu_indices(len(texts), 1)]
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1)
    assert cosines.mean() == pytest.approx(0.87, abs=0.02)
    assert all(sum(one.lengths) == len(one.states) for one in encoded.values())


def test_sizes_are_written_with_k_and_m() -> None:
    assert passages_of("10k,1M,500") == [10_000, 1_000_000, 500]


def test_a_size_is_built_and_served_by_the_real_encoder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench_sizes, "QUERIES", 3)
    monkeypatch.setattr(bench_sizes, "SEARCHES", 3)
    made = bench_sizes.build_letters(tmp_path, 12 * PASSAGES)
    assert made["built"] and not bench_sizes.build_letters(tmp_path, 12 * PASSAGES)["built"]
    generation = open_serving(tmp_path / "index")
    assert generation.manifest.revision == packed.revision()
    found = bench_sizes.serve(tmp_path / "index")
    assert found["recall"] == 1 and len(found["retrieval"]) == 3
