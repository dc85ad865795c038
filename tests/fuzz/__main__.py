"""`make fuzz`: many random updates at the bot, and what came of them."""

import argparse
import asyncio
import sys
import time

from tests.conftest import new_database, temporary_postgres
from tests.fuzz.run import fuzz


def main() -> int:
    parser = argparse.ArgumentParser(prog="make fuzz", description=__doc__)
    parser.add_argument("--updates", type=int, default=20_000, help="how many are sent (20000)")
    parser.add_argument("--seed", type=int, default=1, help="which ones (1)")
    chosen = parser.parse_args()
    began = time.monotonic()

    def tell(line: str) -> None:
        print(f"{time.monotonic() - began:6.0f} s  {line}", flush=True)

    with temporary_postgres() as postgres:
        url = asyncio.run(new_database(postgres, "fuzz"))
        result = asyncio.run(fuzz(url, chosen.updates, chosen.seed, tell))
    for kind, count in sorted(result.sent.items()):
        print(f"{count:7} {kind}")
    print("what came of it: " + "; ".join(f"{count} {what}" for what, count in sorted(result.reached.items())))
    print(
        f"{result.total:7} updates with seed {chosen.seed} in {time.monotonic() - began:.0f} s; {result.calls} answers"
    )
    for what, count in result.findings.found.most_common():
        print(f"{count} × {what}")
    print("nothing was found" if not result.findings.found else f"{len(result.findings.found)} things were found")
    return 1 if result.findings.found else 0


if __name__ == "__main__":
    sys.exit(main())
