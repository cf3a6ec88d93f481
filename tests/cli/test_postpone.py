"""Modules that are loaded by their first use."""

import sys

import pytest

from scrapers.postpone import answering, postpone


@pytest.fixture(autouse=True)
def _module(tmp_path, monkeypatch):
    """A module that notes in `sys` how often it was loaded, and one that imports it."""
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(sys, "slow_loads", 0, raising=False)
    (tmp_path / "slowmodule.py").write_text(
        "import sys\nsys.slow_loads += 1\ndef work():\n    return 'done'\n"
    )
    (tmp_path / "itsuser.py").write_text("import slowmodule\n")
    yield
    for name in ("slowmodule", "itsuser"):
        sys.modules.pop(name, None)


def test_it_is_loaded_once_and_when_it_is_used():
    postpone("slowmodule")
    import itsuser
    import slowmodule

    assert sys.slow_loads == 0
    assert [slowmodule.work(), itsuser.slowmodule.work()] == ["done", "done"]
    assert sys.slow_loads == 1
    assert sys.modules["slowmodule"].__file__


def test_what_is_loaded_stays():
    import slowmodule

    postpone("slowmodule")
    with answering("slowmodule", work=str):
        assert slowmodule.work() == "done"
    assert sys.modules["slowmodule"] is slowmodule


def test_what_is_answered_loads_nothing():
    postpone("slowmodule")
    import slowmodule

    with answering("slowmodule", work=str):
        assert slowmodule.work() == ""
    assert sys.slow_loads == 0
    assert slowmodule.work() == "done"
    assert sys.slow_loads == 1


def test_an_error_ends_the_answers():
    postpone("slowmodule")
    import slowmodule

    with pytest.raises(ZeroDivisionError), answering("slowmodule", work=str):
        1 / 0  # noqa: B018 - whatever is imported may fail
    assert slowmodule.work() == "done"
