"""Libraries without the modules that are used for what nobody here asks of them."""

import sys

import pytest

from scrapers.hollow import importing


@pytest.fixture
def library(tmp_path, monkeypatch):
    """A library that has an optional part, and needs a package for what is seldom used."""
    monkeypatch.syspath_prepend(tmp_path)
    package = tmp_path / "heavypackage"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "inner.py").write_text("class Base:\n    pass\n\ndef work():\n    return 'done'\n")
    (tmp_path / "heavyextra.py").write_text("")
    (tmp_path / "biglibrary.py").write_text(
        "import heavypackage.inner\nfrom heavypackage.inner import work\n"
        "try:\n    import heavyextra\nexcept ImportError:\n    heavyextra = None\n"
        "class Rare(heavypackage.inner.Base):\n    pass\n"
        "def rarely(given: heavypackage.inner.Base):\n    return heavypackage.inner.work()\n"
    )
    yield
    for name in [n for n in sys.modules if n.startswith(("heavy", "biglibrary"))]:
        del sys.modules[name]


def lean():
    with importing(missing=["heavyextra"], hollow=["heavypackage.inner"]):
        import biglibrary
    return biglibrary


@pytest.mark.usefixtures("library")
def test_a_library_is_loaded_without_them():
    found = lean()
    assert found.heavyextra is None
    assert not {"heavyextra", "heavypackage.inner"} & sys.modules.keys()


@pytest.mark.usefixtures("library")
def test_what_was_built_on_a_hollow_module_cannot_be_used():
    found = lean()
    for use in (found.Rare, found.work):
        with pytest.raises(RuntimeError, match=r"heavypackage\.inner.*left out|Rare was left out"):
            use()


@pytest.mark.usefixtures("library")
def test_afterwards_the_modules_are_there_for_everybody():
    found = lean()
    import heavyextra
    import heavypackage.inner

    assert heavyextra.__file__
    assert heavypackage.inner.work() == "done"
    assert found.rarely(None) == "done"


@pytest.mark.usefixtures("library")
def test_what_is_loaded_already_stays():
    import heavyextra
    import heavypackage.inner

    found = lean()
    assert found.heavyextra is heavyextra
    assert found.work is heavypackage.inner.work
    assert found.Rare()


@pytest.mark.usefixtures("library")
def test_a_failed_import_leaves_nothing_behind():
    with pytest.raises(ZeroDivisionError), importing(missing=["heavyextra"]):
        1 / 0  # noqa: B018 - as a library's own bug would
    import heavyextra

    assert heavyextra.__file__
