"""Sign codes against the plain numbers they stand for."""

from pathlib import Path

import numpy as np
import onnx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import codes

DIMENSION = 64
WIDE = 384  # the bundled model's
ROUNDED = 0.01  # a query token is rounded to 255 steps


def similarities(kept: codes.Codes, query: codes.Floats) -> codes.Floats:
    """Of each coded token by itself."""
    return codes.best_matches(kept, np.ones(len(kept), np.int64), query)


def drawn(seed: int, count: int) -> codes.Floats:
    return np.random.default_rng(seed).standard_normal((count, DIMENSION)).astype(np.float32)


def test_the_rotation_keeps_lengths_and_is_always_the_same() -> None:
    turned = codes.rotation(DIMENSION)
    np.testing.assert_allclose(turned @ turned.T, np.eye(DIMENSION), atol=1e-5)
    codes.rotation.cache_clear()
    np.testing.assert_array_equal(codes.rotation(DIMENSION), turned)


@given(st.integers(0, 2**16), st.integers(0, 5), st.integers(0, 4))
def test_similarities_are_the_dot_products_of_signs_and_numbers(seed: int, tokens: int, asked: int) -> None:
    states, mean = drawn(seed, tokens), drawn(seed + 1, 1)[0]
    query = codes.query_tokens(drawn(seed + 2, asked), mean)
    signs = np.where((states - mean) @ codes.rotation(DIMENSION) > 0, 1.0, -1.0) / np.sqrt(DIMENSION)
    kept = codes.encode(states, mean)
    assert kept.shape == (tokens, codes.width(DIMENSION))
    np.testing.assert_allclose(similarities(kept, query), signs @ query.T, atol=ROUNDED)


def test_the_estimate_follows_the_cosine() -> None:
    mean = np.zeros(DIMENSION, np.float32)
    base = drawn(1, 1)[0]
    states = np.stack([base * share + drawn(2, 1)[0] * (1 - share) for share in (1, 0.8, 0.5, 0.2, 0)])
    estimates = similarities(codes.encode(states, mean), codes.query_tokens(base[None, :], mean))[:, 0]
    assert estimates[0] == pytest.approx(np.sqrt(2 / np.pi), abs=0.1)  # a state with itself
    assert estimates.tolist() == sorted(estimates.tolist(), reverse=True)


@settings(max_examples=30)
@given(st.integers(0, 2**16))
def test_the_estimate_correlates_with_the_cosine_of_the_centred_states(seed: int) -> None:
    chance = np.random.default_rng(seed)
    mean, asked = chance.standard_normal((2, WIDE)).astype(np.float32)
    share = np.linspace(-1, 1, 60, dtype=np.float32)[:, None]  # from the opposite of what is asked to itself
    noise = chance.standard_normal((60, WIDE)).astype(np.float32)
    centred = share * asked + (1 - np.abs(share)) * noise
    cosines = centred @ asked / np.linalg.norm(centred, axis=1) / np.linalg.norm(asked)
    query = codes.query_tokens((asked + mean)[None, :], mean)
    estimates = similarities(codes.encode(centred + mean, mean), query)[:, 0]
    assert np.corrcoef(estimates, cosines)[0, 1] > 0.99
    assert np.abs(estimates - np.sqrt(2 / np.pi) * cosines).max() < 0.2


def test_a_dimension_that_is_no_multiple_of_eight_is_padded_and_cut_again() -> None:
    states, mean = drawn(4, 3)[:, :13], np.zeros(13, np.float32)
    kept = codes.encode(states, mean)
    assert kept.shape == (3, codes.width(13)) == (3, 2)
    signs = np.where(states @ codes.rotation(13) > 0, 1.0, -1.0) / np.sqrt(13)
    query = codes.query_tokens(states, mean)
    np.testing.assert_allclose(similarities(kept, query), signs @ query.T, atol=ROUNDED)


def test_a_token_at_the_mean_is_no_trouble() -> None:
    mean = drawn(3, 1)[0]
    assert np.isfinite(codes.query_tokens(mean[None, :], mean)).all()


def test_the_product_is_what_its_file_says() -> None:
    graph = onnx.load(Path(codes.__file__).with_name("product.onnx")).graph
    assert [(node.op_type, list(node.input)) for node in graph.node] == [("MatMulInteger", ["bits", "tokens"])]
    assert not graph.initializer


def test_no_token_on_either_side_is_no_trouble() -> None:
    nothing, some = np.zeros((0, codes.width(DIMENSION)), np.uint8), drawn(5, 2)
    assert similarities(nothing, some).shape == (0, 2)
    assert similarities(codes.encode(some, some[0]), some[:0]).shape == (2, 0)


@given(st.integers(0, 2**16), st.lists(st.integers(0, 4), max_size=6), st.integers(0, 4))
def test_the_best_of_a_stretch_is_the_best_of_its_tokens(seed: int, lengths: list[int], asked: int) -> None:
    kept = codes.encode(drawn(seed, sum(lengths)), drawn(seed + 1, 1)[0])
    query = drawn(seed + 2, asked)
    one_by_one = np.split(similarities(kept, query), np.cumsum(lengths)[:-1]) if lengths else []
    expected = [part.max(axis=0, initial=codes.NOTHING if not len(part) else -9) for part in one_by_one]
    found = codes.best_matches(kept, np.array(lengths, np.int64), query)
    np.testing.assert_array_equal(found, np.array(expected, np.float32).reshape(len(lengths), asked))
