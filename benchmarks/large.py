"""2,000 businesses × 36 months × 200 interventions: how long the ledger takes, beside diff-diff.

Run as a module it measures one job in a process of its own: `python -m benchmarks.large effects FILE`.
"""

import json
import os
import pickle
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import peers
from benchmarks.simulated import STARTS, always, play, world
from outreach.rates.effects.compute import entries, entry_of_type
from outreach.rates.effects.fits import fit_by_deed
from outreach.rates.effects.imputation import estimate
from outreach.rates.effects.inputs import Inputs
from outreach.rates.effects.panel import NEVER, clock_of, sample_of
from outreach.rates.rules.ledger import Estimate, Outcome

ROOT = Path(__file__).parent.parent
BUSINESSES, MONTHLY = 2000, 0.99
# How many interventions of a type, and how many businesses each reaches.
TYPES = {"training": (100, 12), "visit": (60, 10), "leaflet": (40, 20)}
LOT_EVERY = 5  # of which so many have their order drawn by lot, beside as many who wait
EFFECTS_SECONDS, EFFECTS_MB, ENTRIES_SECONDS = 2.0, 300.0, 45.0
AGREES = 1e-6


def run() -> bool:
    """Print the times; True when within the limits, and the peer, where it could be had, found the same."""
    inputs = board()
    print(
        f"the ledger: {BUSINESSES:,} businesses, {len(inputs.deeds)} interventions "
        f"({sum(bool(deed.listed) for deed in inputs.deeds)} by lot), "
        f"{len(inputs.day):,} dossiers"
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "inputs.pickle"
        path.write_bytes(pickle.dumps(inputs))
        effects, all_entries, one = (_in_own_process(job, path) for job in ("effects", "entries", "training"))
        peer = _peer(inputs, Path(folder) / "dossiers.npz")
    fine = _say(
        f"every effect with its jackknife ({effects['found']}): {effects['seconds']:.2f} s of CPU, "
        f"{effects['megabytes']:.0f} MB (limits {EFFECTS_SECONDS:.0f} s, {EFFECTS_MB:.0f} MB)",
        effects["seconds"] <= EFFECTS_SECONDS and effects["megabytes"] <= EFFECTS_MB,
    )
    fine &= _say(
        f"every complete verdict ({all_entries['found']}): {all_entries['seconds']:.1f} s of CPU, "
        f"{all_entries['megabytes']:.0f} MB (limit {ENTRIES_SECONDS:.0f} s)",
        all_entries["seconds"] <= ENTRIES_SECONDS,
    )
    if peer is None:
        return fine
    apart = abs(peer["effect"] - one["effect"])
    return fine & _say(
        f"all trainings as one: {one['seconds']:.2f} s of CPU with every check, {one['effect']:.9f} "
        f"(error {one['error']:.5f}, jackknife); diff-diff {peer['version']}, imputation alone: "
        f"{peer['seconds']:.2f} s, {peer['megabytes']:.0f} MB, {peer['effect']:.9f} "
        f"(error {peer['error']:.5f})",
        apart <= AGREES,
    )


def _say(text: str, within: bool) -> bool:
    print(f"  {text}{'' if within else '  ← OVER'}")
    return within


def board() -> Inputs:
    """Sessions on the last days of months, as diff-diff counts a month as before or after as a whole."""
    made = world(np.random.default_rng(2000), businesses=BUSINESSES, monthly=MONTHLY)
    for type_, (sessions, seats) in TYPES.items():
        everyone = made.chance.permutation(BUSINESSES)
        invited = everyone[: sessions * seats]
        for turn in range(sessions):
            last_day = int(STARTS[7 + turn * 24 // sessions]) - 1
            group = invited[turn * seats : (turn + 1) * seats]
            waiting = everyone[len(invited) :][turn * seats : (turn + 1) * seats]
            by_lot = turn % LOT_EVERY == 0 and len(waiting) == seats
            made.hold(type_, last_day, group, tuple((np.r_[group, waiting] + 1).tolist()) if by_lot else ())
    return play(made, always(0.1)).inputs


def _in_own_process(job: str, path: Path) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.large", job, str(path)],
        cwd=ROOT, env={**os.environ, "OPENBLAS_NUM_THREADS": "1"}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return dict(json.loads(done.stdout))


def measure(job: str, path: str) -> dict[str, float]:
    """One job on the inputs of a file: CPU of the job alone, memory of the whole process."""
    inputs: Inputs = pickle.loads(Path(path).read_bytes())
    begun = time.process_time()
    told: dict[str, float] = {}
    if job == "effects":
        told["found"] = len(_effects_only(inputs, Outcome.ONLINE))
    elif job == "entries":
        told["found"] = len(list(entries(inputs, Outcome.ONLINE)))
    else:
        entry = entry_of_type(inputs, job, Outcome.ONLINE)
        assert entry.by_dossier is not None, entry.verdict
        told |= {"effect": entry.by_dossier.effect, "error": entry.by_dossier.error}
    told["seconds"] = time.process_time() - begun
    told["megabytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return told


def _effects_only(inputs: Inputs, outcome: Outcome) -> dict[int, Estimate]:
    """The dossier-weighted effect of every intervention that has one, without gates or second opinion."""
    found: dict[int, Estimate] = {}
    for type in sorted({deed.type for deed in inputs.deeds}):
        ids = [deed.id for deed in inputs.deeds if deed.type == type]
        fit = fit_by_deed(inputs, type, outcome, ids)
        own = {id: estimate(fit.by_dossier, group, fit.members(group)) for group, id in enumerate(ids)}
        found |= {id: each for id, each in own.items() if each is not None}
    return found


def _peer(inputs: Inputs, path: Path) -> dict[str, Any] | None:
    """diff-diff's one effect of all trainings, on the very dossiers ours uses; None when it cannot be had."""
    sample = sample_of(inputs, Outcome.ONLINE)
    clock = clock_of((reach for reach in inputs.reaches if reach.type == "training"), sample.size)
    used = clock.before(sample) | clock.after(sample)
    starts = np.where(clock.start == NEVER, 0, np.searchsorted(STARTS, clock.start, side="right"))
    first = starts[sample.business[used]]
    np.savez(path, unit=sample.business[used], time=sample.month[used], first=first, y=sample.y[used])
    return peers.ask("diff-diff", "peer.py", path)


if __name__ == "__main__":
    print(json.dumps(measure(sys.argv[1], sys.argv[2])))
