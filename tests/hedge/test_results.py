"""Results as text, frames, HTML and pictures."""

import numpy as np
import pandas as pd
import pytest

from xlhedge import hedge
from xlhedge.hedge import plots
from xlhedge.worksheet import CATALOGUE

DAYS = pd.date_range("2024-01-01", periods=40, freq="B")
FUTURES = pd.Series(50 + np.sin(np.arange(40.0)) + np.arange(40.0) / 9, DAYS)
SPOT = FUTURES * 0.8 + np.cos(np.arange(40.0) * 2) / 20


def test_the_summary_has_figures_errors_and_remarks():
    """Every row, the sentence of a figure that cannot be given, and what fell away."""
    result = hedge.hedge_stats(SPOT.iloc[:9], FUTURES.iloc[1:])
    text = result.summary()
    assert "hedge ratio" in text
    assert "robust standard error: spot and futures give 7 pairs of changes" in text
    assert "spot: 1 of 9 rows fell away" in text
    assert max(map(len, text.splitlines()[3:-3])) <= 78


def test_rows_by_label_and_columns_by_header():
    """A label gives its figure, a header its column; an unknown one is a KeyError with the list."""
    table = hedge.hedge_stats(SPOT, FUTURES)
    assert table["hedge ratio"] == pytest.approx(0.8, abs=0.05)
    assert len(hedge.rolling_hedge_ratio(SPOT, FUTURES, 12)["hedge ratio"]) == 28
    with pytest.raises(KeyError, match="hedge ratio"):
        _ = table["ratio"]
    with pytest.raises(hedge.HedgeError, match="pairs of changes"):
        _ = hedge.hedge_stats(SPOT[:9], FUTURES[:9])["robust standard error"]


def test_frames_have_labels_or_dates():
    """The first column's labels are the index, and rows of a path have their dates."""
    assert hedge.hedge_stats(SPOT, FUTURES).to_frame().loc["observations", "value"] == 39
    path = hedge.kalman_hedge_ratio(SPOT, FUTURES).to_frame()
    assert path.index[-1] == DAYS[-1]
    assert list(path.columns) == ["hedge ratio", "standard error"]
    assert hedge.hedge_ratio(1, 2).to_frame().loc["hedge_ratio", "value"] == 0.5


def test_html_is_escaped():
    """A notebook shows a table, in which words are words."""
    shown = hedge.hedge_memo([1, 2, 3, 4], [-1, -2, -3, -4], item="<b>")._repr_html_()
    assert "<table>" in shown
    assert "<b>" not in shown
    assert "<td>hedge ratio</td>" in hedge.hedge_stats(SPOT, FUTURES)._repr_html_()


@pytest.mark.parametrize("name", [*plots._PICTURES, "mv_hedge_ratio", "hedge_regression_test"])
def test_pictures(name, tmp_path):
    """Each picture draws something, names its axes, and comes out as a file."""
    import matplotlib as mpl

    mpl.use("Agg")
    result = getattr(hedge, name)(*CATALOGUE[name.upper()].example)
    axes = result.plot()
    assert axes.lines or axes.collections or axes.patches
    assert axes.get_xlabel()
    assert axes.get_ylabel()
    assert axes.get_title() == name.replace("_", " ")
    axes.figure.savefig(tmp_path / "picture.png")
    mpl.pyplot.close(axes.figure)


def test_a_result_without_a_picture_says_which_have_one():
    """The sentence names the functions that have a picture."""
    with pytest.raises(hedge.HedgeError, match="rolling_hedge_ratio"):
        hedge.hedge_ratio(1, 2).plot()
