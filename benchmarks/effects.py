"""The ledger's estimator on simulated boards with known truth, and its times on a large one."""

from functools import partial

from benchmarks import large
from benchmarks.scenarios import BY_NAME, SCENARIOS, Scenario
from benchmarks.trials import OF_200, Aim, Tally, faults, try_many, two_processes

REPLICATES = 200


def run() -> bool:
    """Print every scenario's figures and the times; True when all expectations hold."""
    print(
        f"the estimator over {REPLICATES} simulated boards of each kind, in points (imputation, then matched)"
    )
    print(
        f"  {'':<28}{'bias':>6}{'holds':>7}{'≠0':>6}   {'bias':>6}{'holds':>7}"
        f"   {'speaks':>6}{'up':>6}{'down':>6}{'says':>6}"
    )
    fine = True
    names = list(BY_NAME)
    with two_processes() as pool:
        tallies = pool.map(partial(try_many, replicates=range(REPLICATES)), names)
        for scenario, tally in zip(SCENARIOS, tallies, strict=True):
            fine &= _say(scenario, tally)
    return large.run() and fine


def _say(scenario: Scenario, tally: Tally) -> bool:
    wrong = faults(scenario, tally, OF_200)
    ups = {verdict.value: tally.share(verdict) for verdict in tally.verdicts}
    print(
        f"  {scenario.name:<28}{_aim(tally.own)}{tally.own.share(tally.own.leaves_zero):>6.0%}   "
        f"{_aim(tally.matched)}   {tally.speaks:>6.0%}{ups.get('up', 0):>6.1%}{ups.get('down', 0):>6.1%}"
        f"{tally.says_effect:>6.0%}{'  ← ' + ', '.join(wrong) if wrong else ''}"
    )
    for type_, aim in tally.joint.items():
        print(f"    jointly {type_:<18}{_aim(aim)}")
    return not wrong


def _aim(aim: Aim) -> str:
    return f"{aim.mean_bias * 100:>+6.1f}{aim.coverage:>7.1%}" if aim.count else f"{'–':>6}{'–':>7}"
