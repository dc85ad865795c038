"""A short run, the same trouble each time: what `make chaos` does for minutes."""

from tests.chaos.run import Plan, run
from tests.chaos.troubles import Planned

PROCESS = [Planned("kill -9", 2.5, 0.4), Planned("database: immediate shutdown", 2, 0.4)]
TELEGRAM = [Planned("rain of 429", 1.5, 1), Planned("network down", 2, 0.8), Planned("answers lost", 1, 0.5)]


async def test_a_short_run() -> None:
    plan = Plan(seed=1, seconds=8, owners=8, lanes=(PROCESS, TELEGRAM), calm_hours=30, pace=0.4)
    outcome = await run(plan)
    broken = {name: verdict.broken for name, verdict in outcome.verdicts.items() if verdict.broken}
    assert not broken, "\n".join([*outcome.notes, *outcome.facts.log[-200:]])
    assert not outcome.notes
    assert outcome.actions.total() > 20
    assert set(outcome.troubles) == {one.name for one in (*PROCESS, *TELEGRAM)}
