"""A few trials of each class of the campaign, with fixed numbers; `make campaign` makes as many as it may."""

import shutil
from pathlib import Path

import pytest

from tests.built_once import built_once
from tests.campaign.classes import ATTACKS
from tests.campaign.trial import run_trial


@pytest.mark.timeout(400)
@pytest.mark.parametrize("name", ATTACKS)
def test_trials(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    attack = ATTACKS[name]

    def prepare(folder: Path) -> None:
        folder.mkdir()
        attack.prepare(folder)

    shared = built_once(tmp_path_factory, f"campaign-{name}", prepare)
    failures = {}
    for seed in range(attack.trials_in_tests):
        folder = tmp_path / str(seed)
        if failure := run_trial(attack, shared, folder, seed):
            failures[seed] = failure
        shutil.rmtree(folder, ignore_errors=True)
    assert not failures
