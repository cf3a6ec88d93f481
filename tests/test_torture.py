"""Kills, crowds, full disks and bit flips in small; `make torture` does the same at full size."""

import os
import shutil
import subprocess

import pytest
import torture
from fakesite import FakeSite
from life import Broken, Life

from store.db.connect import transaction, writing

KILLS = 2
"""One at any instant, one while it writes."""

pytestmark = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")


def test_kills_lose_nothing_and_leave_nothing_half(tmp_path):
    tally = torture.kills(KILLS, tmp_path)
    assert tally.kills == KILLS
    assert tally.acknowledged >= KILLS, "every run after a kill was acknowledged"


def test_nobody_fails_in_a_crowd(tmp_path):
    tally = torture.crowd(2, 6, 1, tmp_path)
    assert (tally.commits, tally.failures) == (12, 0)
    assert tally.reads >= 1


def test_files_that_may_not_grow_lose_nothing(tmp_path):
    tally = torture.sweep_limit(150, tmp_path)
    assert 1 <= tally.refused < tally.steps


@pytest.mark.skipif(
    os.geteuid() != 0 or not shutil.which("mount"), reason="a small disk is mounted by root only"
)
def test_a_full_disk_loses_nothing(tmp_path):
    try:
        tally = torture.sweep_disk(70, tmp_path)
    except subprocess.CalledProcessError as refused:
        pytest.skip(f"no disk can be mounted here: {refused.stderr.decode().strip()}")
    assert 1 <= tally.refused < tally.steps


def test_flipped_bits_are_found(tmp_path):
    assert torture.flips(20, tmp_path).found == 20


def test_no_notice_is_lost_and_each_keeps_its_number(tmp_path):
    told = torture.notified(8, tmp_path)
    assert (told.wanted, told.lost, told.other_number) == (4, 0, 0)


def test_a_store_that_lost_something_would_be_noticed(tmp_path):
    """The judge of all these tests must be able to say no."""
    with FakeSite() as site:
        life = Life(site, tmp_path)
        life.fetch()
        life.fetch()
        life.verify()
        newest = max(life.acknowledged)
        with writing(str(life.store)) as db, transaction(db):
            db.execute("DELETE FROM snapshot WHERE observed = ?", (newest,))
        with pytest.raises(Broken):
            life.verify()
        life.shown[newest] = {}
        with pytest.raises(Broken):
            life.verify()
