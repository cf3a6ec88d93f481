"""Modules that are loaded by their first use."""

import sys

import pytest

from cli.postpone import postpone


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
    assert sys.modules["slowmodule"] is slowmodule
