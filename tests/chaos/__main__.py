"""`make chaos`: some minutes of trouble, then the counts and each rule's verdict; exit status 1 if one is broken."""

import argparse
import asyncio
import sys
import time
from collections import Counter
from pathlib import Path

from tests.chaos.run import Outcome, Plan, run

MOST = 8
"""How much of what is broken is shown of each rule."""


def main() -> int:
    parser = argparse.ArgumentParser(prog="make chaos", description=__doc__)
    parser.add_argument("--minutes", type=float, default=3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--owners", type=int, default=30)
    parser.add_argument("--log", type=Path, help="where to keep the bot's log")
    given = parser.parse_args()
    begun = time.monotonic()

    def progress(what: str) -> None:
        print(f"{time.monotonic() - begun:6.1f} s  {what}", file=sys.stderr, flush=True)

    outcome = asyncio.run(run(Plan(seed=given.seed, seconds=given.minutes * 60, owners=given.owners), progress))
    if given.log:
        given.log.write_text("\n".join(outcome.facts.log))
    show(outcome, given.seed)
    return 1 if outcome.broken else 0


def show(outcome: Outcome, seed: int) -> None:
    print(f"seed {seed}: {outcome.hours:.0f} hours of the clinic's time\n")
    _show_counts("what people did", outcome.actions)
    _show_counts("what was done to the bot", outcome.troubles)
    facts = outcome.facts
    _show_counts("what came of it", Counter(event.kind for event in facts.events))
    for note in outcome.notes:
        print(f"  ! {note}")
    print("the rules")
    for name, verdict in outcome.verdicts.items():
        mark = f"BROKEN {len(verdict.broken)} times" if verdict.broken else "holds"
        print(f"  {name.replace('_', ' '):32} {verdict.checked:6} looked at   {mark}")
        for complaint in verdict.broken[:MOST]:
            print(f"      {complaint}")


def _show_counts(heading: str, counts: Counter[str]) -> None:
    print(f"{heading}: {counts.total()}")
    for what, count in sorted(counts.items()):
        print(f"  {count:6} {what}")
    print()


if __name__ == "__main__":
    sys.exit(main())
