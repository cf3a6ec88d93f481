"""Words of a rule in titles: as a search would find them."""

import pytest

from cli.pipeline.notify.matching import matches


@pytest.mark.parametrize(
    ("title", "words", "met"),
    [
        ("海自護衛艦が入港", "海自", True),
        ("空自と海上自衛隊", "海自", False),
        ("海自の人事発令", "海自 -人事", False),
        ("海自の訓練", "海自 -人事", True),
        ("Ｐ-3Ｃが飛ぶ", "P-3C", True),
        ("P-3Cが飛ぶ", "Ｐ-3Ｃ", True),
        ("P-30C", "P-3C", False),
        ("Article on art", "art", True),
        ("Articles", "art", False),
        ("white paper war", '"paper war"', True),
        ("war paper", '"paper war"', False),
        ("war and paper", "paper war", True),
        ("潜水艦救難艦", '"潜水艦"', True),
        ("a (b) [c].*", "(b)", True),
        ("x", "-y", True),
        ("ﾊﾝｶｸ", "ハンカク", True),
    ],
)
def test_a_title_has_the_words(title, words, met):
    assert matches(title, words) is met
