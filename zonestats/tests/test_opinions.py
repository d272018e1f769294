"""Opinion groups: agreement with Polis's arithmetic, stability, refusals, independence of order and of the banned."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zonestats import opinions
from zonestats.errors import InvalidInput
from zonestats.opinions.clusters import adjusted_rand, kmeans, kmeans_of_each, silhouettes
from zonestats.opinions.plane import Ballots, plane
from zonestats.opinions.statements import consensus, one_proportion, representative, tally, two_proportions
from zonestats.tests.opinions_data import PEOPLE, STATEMENTS, camps, votes

VOTES = votes()
FOUND = opinions.groups(VOTES, seed=1)


def test_the_camps_are_found() -> None:
    assert FOUND.k == 3
    grouped = FOUND.labels >= 0
    assert adjusted_rand(camps()[grouped], FOUND.labels[grouped]) > 0.85
    assert FOUND.stability > 0.8
    assert not FOUND.provisional
    assert FOUND.sizes.tolist() == sorted(FOUND.sizes.tolist(), reverse=True)


def test_the_plane_is_that_of_red_dwarf() -> None:
    """red-dwarf 0.4.0, run_pipeline on the same votes: first three people, up to the sign of each axis."""
    theirs = np.array([[-1.222504, -1.318218], [-2.006413, -0.750836], [-1.937875, -0.465741]])
    np.testing.assert_allclose(np.abs(FOUND.points[:3]), np.abs(theirs), atol=1e-6)


def test_the_tests_of_statements_are_those_of_polis() -> None:
    """red-dwarf 0.4.0, calculate_comment_statistics with the three camps as groups, agreement, statements 0 to 3."""
    counts = tally(VOTES, camps(), 3)
    theirs_difference = [
        [3.43835076, 3.269614625, -4.987484273, -2.026537851],
        [1.257037159, -5.107215153, 3.524776098, -1.341905994],
        [-4.988370962, 2.033553133, 2.422805562, 4.433712078],
    ]
    theirs_share = [
        [3.922322703, 3.271651525, -4.270992778, -3.899602102],
        [2.236067977, -3.411211462, 2.357022604, -3.130495168],
        [-3.0, 2.357022604, 1.603567451, 1.603567451],
    ]
    for group in range(3):
        inside, seen = counts.agree[group], counts.seen[group]
        outside, seen_outside = counts.agree.sum(axis=0) - inside, counts.seen.sum(axis=0) - seen
        difference = two_proportions(inside, outside, seen, seen_outside)
        assert difference[:4] == pytest.approx(theirs_difference[group], abs=1e-8)
        assert one_proportion(inside, seen)[:4] == pytest.approx(theirs_share[group], abs=1e-8)


def test_group_aware_consensus_is_that_of_polis() -> None:
    """The same run, agreement and disagreement of all 14 statements."""
    agree = [
        0.071584189, 0.075514874, 0.049122807, 0.012698413, 0.089861751, 0.086641553, 0.063505747,
        0.021768707, 0.037536657, 0.143382353, 0.079048195, 0.000377929, 0.03640233, 0.320512821,
    ]  # fmt: skip
    disagree = [
        0.011204482, 0.01863354, 0.025263158, 0.12952381, 0.006912442, 0.010431759, 0.012643678,
        0.117346939, 0.010557185, 0.008823529, 0.013914096, 0.408163265, 0.017473118, 0.002849003,
    ]  # fmt: skip
    counts = tally(VOTES, camps(), 3)
    assert consensus(counts.agree, counts.seen) == pytest.approx(agree, abs=1e-8)
    assert consensus(counts.disagree, counts.seen) == pytest.approx(disagree, abs=1e-8)


def test_what_all_agree_on_is_found() -> None:
    assert int(FOUND.consensus.argmax()) == STATEMENTS - 1
    assert f"statement {STATEMENTS - 1}" in FOUND.summary()


def test_representative_statements_pass_both_tests_and_come_in_order() -> None:
    for named in FOUND.representative:
        assert 1 <= len(named) <= 5
        assert all(one.significant and one.z_share > 1.28 and one.z_difference > 1.28 for one in named)
        assert [one.weight for one in named] == sorted((one.weight for one in named), reverse=True)
        assert len({one.statement for one in named}) == len(named)


def test_a_group_without_a_telling_statement_gets_its_best_marked_so() -> None:
    cast = np.tile([[1.0, -1.0, 1.0]], (12, 1))
    cast[0, 0] = -1
    ((first, *rest), _) = representative(tally(cast, np.repeat([0, 1], 6), 2))
    assert not rest
    assert not first.significant


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=5)
def test_the_order_of_people_changes_nothing(seed: int) -> None:
    turned = np.random.default_rng(seed).permutation(PEOPLE)
    found = opinions.groups(VOTES[turned], seed=1)
    np.testing.assert_array_equal(found.labels, FOUND.labels[turned])
    assert found.stability == FOUND.stability
    assert found.consensus.tobytes() == FOUND.consensus.tobytes()
    assert found.representative == FOUND.representative


def test_banned_people_leave_no_trace() -> None:
    """Rows emptied and rows left out give the same answer for everybody else, wherever they stood."""
    banned = np.array([0, 17, 44, 45, 89])
    emptied = VOTES.copy()
    emptied[banned] = np.nan
    with_gaps, without = opinions.groups(emptied, seed=1), opinions.groups(np.delete(VOTES, banned, axis=0), seed=1)
    np.testing.assert_array_equal(np.delete(with_gaps.labels, banned), without.labels)
    assert (with_gaps.labels[banned] == -1).all()
    assert with_gaps.stability == without.stability
    assert with_gaps.representative == without.representative


def test_statements_nobody_saw_change_nothing() -> None:
    wider = np.column_stack([VOTES, np.full((PEOPLE, 3), np.nan)])
    np.testing.assert_array_equal(opinions.groups(wider, seed=1).labels, FOUND.labels)


def test_people_with_few_votes_have_no_group() -> None:
    few = (~np.isnan(VOTES)).sum(axis=1) < 7
    assert few.any()
    assert (FOUND.labels[few] == -1).all()
    assert FOUND.n == PEOPLE - few.sum()


def test_twenty_nine_people_are_not_enough() -> None:
    found = opinions.groups(np.ones((29, 10)), seed=1)
    assert found.refusal is not None
    assert found.refusal.code == "not_enough"
    assert (found.labels == -1).all()
    assert np.isnan(found.consensus).all()
    assert "at least 30" in found.summary()


def test_thirty_people_with_six_votes_are_not_enough() -> None:
    cast = np.full((40, 10), np.nan)
    cast[:, :6] = np.where(np.arange(40) % 2, 1.0, -1.0)[:, None]
    assert opinions.groups(cast, seed=1).refusal is not None


def test_groups_in_noise_are_refused_as_unstable() -> None:
    cast = np.random.default_rng(3).choice([-1.0, 0.0, 1.0], (120, 30))
    found = opinions.groups(cast, seed=1)
    assert found.refusal is not None
    assert found.refusal.code == "unstable"
    assert found.stability < 0.6
    assert found.representative == ()


def test_people_who_vote_alike_have_no_groups() -> None:
    found = opinions.groups(np.ones((50, 10)), seed=1)
    assert found.refusal is not None
    assert found.refusal.code == "unstable"


def test_no_group_is_smaller_than_five() -> None:
    cast = np.ones((60, 10))
    cast[:4] = -1.0
    assert opinions.groups(cast, seed=1, k=2).refusal is not None
    cast[:5] = -1.0
    assert opinions.groups(cast, seed=1, k=2).sizes.tolist() == [55, 5]


def test_k_can_be_given() -> None:
    assert opinions.groups(VOTES, seed=1, k=2).k in (0, 2)
    with pytest.raises(InvalidInput, match="at least 2"):
        opinions.groups(VOTES, seed=1, k=1)


def test_other_votes_are_refused() -> None:
    with pytest.raises(InvalidInput, match="agree"):
        opinions.groups([[2.0, 1.0]], seed=1)


def test_kmeans_is_as_good_as_scikit_learn() -> None:
    cluster = pytest.importorskip("sklearn.cluster")
    rng = np.random.default_rng(2)
    points = np.concatenate([rng.normal(centre, 0.8, (80, 2)) for centre in ((0, 0), (3, 1), (1, 4), (5, 5))])
    ours = kmeans(points, 4, np.random.default_rng(1))
    loss = sum(((points[ours == g] - points[ours == g].mean(axis=0)) ** 2).sum() for g in range(4))
    theirs = cluster.KMeans(4, n_init=20, random_state=1).fit(points)
    assert loss <= theirs.inertia_ * (1 + 1e-9)


def test_silhouette_and_rand_index_are_those_of_scikit_learn() -> None:
    metrics = pytest.importorskip("sklearn.metrics")
    rng = np.random.default_rng(5)
    points, one, other = rng.normal(size=(90, 2)), rng.integers(0, 3, 90), rng.integers(0, 4, 90)
    ours = silhouettes(points, [one, other])
    assert ours == pytest.approx([metrics.silhouette_score(points, labels) for labels in (one, other)])
    assert adjusted_rand(one, other) == pytest.approx(metrics.adjusted_rand_score(one, other))
    assert adjusted_rand(one, one) == 1.0


def test_the_plane_is_that_of_scikit_learn() -> None:
    decomposition = pytest.importorskip("sklearn.decomposition")
    filled = np.where(np.isnan(VOTES), np.nanmean(VOTES, axis=0), VOTES)
    theirs = decomposition.PCA(2).fit(filled)
    ours = plane(VOTES)
    np.testing.assert_allclose(np.abs(ours.loadings), np.abs(theirs.components_), atol=1e-9)
    np.testing.assert_allclose(ours.explained, theirs.explained_variance_ratio_, atol=1e-9)


def test_more_statements_than_people() -> None:
    tall, wide = plane(VOTES[:10, :]), plane(VOTES[:14, :])
    assert tall.points.shape == (10, 2)
    np.testing.assert_allclose(np.linalg.norm(wide.loadings, axis=1), 1.0)


def test_provisional_between_the_two_bars() -> None:
    import dataclasses

    assert dataclasses.replace(FOUND, stability=0.7).provisional
    assert "provisional" in dataclasses.replace(FOUND, stability=0.7).summary()


def test_the_kernel_runs_uncompiled(monkeypatch: pytest.MonkeyPatch) -> None:
    from zonestats.kernels import opinions as kernel
    from zonestats.tests.uncompiled import uncompile

    rng = np.random.default_rng(2)
    points, draws = rng.normal(size=(2, 30, 2)), rng.random((2, 3, 4))
    grouped = kernel.kmeans_of_each(points, draws, 50)
    uncompile(monkeypatch, kernel)
    np.testing.assert_array_equal(kernel.kmeans_of_each(points, draws, 50), grouped)


@pytest.mark.parametrize("statements", [1, 5, 14, 60])
def test_most_of_the_people_stand_where_a_plane_of_their_own_puts_them(statements: int) -> None:
    rng = np.random.default_rng(statements)
    votes = rng.integers(-1, 2, (50, statements)).astype(float)
    votes[rng.random(votes.shape) < 0.3] = np.nan
    votes[:, -1] = np.where(np.arange(50) < 40, np.nan, 1.0)  # seen only by people who are left out
    order = rng.permutation(40)
    kept, left_out = np.sort(order[:35]), np.concatenate([order[35:], np.arange(40, 50)])
    found = Ballots.of(votes).points_without(left_out, kept)
    expected = plane(votes[kept]).points
    turned = np.where((found * expected).sum(axis=0) < 0, -1.0, 1.0)
    np.testing.assert_allclose(found * turned, expected, atol=1e-9)


def test_kmeans_of_many_is_kmeans_of_each() -> None:
    rng = np.random.default_rng(5)
    points = rng.normal(size=(7, 200, 2)) + rng.integers(0, 3, (7, 200, 1)) * 4.0
    draws = rng.random((7, 3, 3))
    together = kmeans_of_each(points, draws)
    for own, some, labels in zip(points, draws, together, strict=True):
        np.testing.assert_array_equal(kmeans_of_each(own[None], some[None])[0], labels)
        means = np.array([own[labels == group].mean(axis=0) for group in range(3)])
        nearest = ((own[:, None] - means) ** 2).sum(axis=2).argmin(axis=1)
        np.testing.assert_array_equal(nearest, labels)  # nobody stands nearer to another group's middle


def test_kmeans_of_fewer_places_than_groups_leaves_groups_empty() -> None:
    labels = kmeans(np.zeros((9, 2)), 3, np.random.default_rng(1))
    assert labels.tolist() == [0] * 9
