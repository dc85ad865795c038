"""`make bench`: the benches one after the other, shown and written to docs/benchmarks.md; or some of them by name."""

import argparse
from collections.abc import Callable

from bench import booking, latency, outbox, replicas, rivals, slots, start, taps
from bench.house import server
from bench.measure import Report
from bench.report import write
from core.database.embedded import EmbeddedPostgres

Bench = Callable[[EmbeddedPostgres], Report]

BENCHES: dict[str, Bench] = {
    "slots": lambda postgres: slots.bench(postgres, rivals.measured(postgres)),
    "booking": lambda postgres: booking.bench_one(postgres, rivals.measured(postgres)),
    "crowd": lambda postgres: booking.bench_crowd(postgres, rivals.measured(postgres)),
    "taps": taps.bench,
    "replicas": replicas.bench,
    "latency": latency.bench,
    "outbox": outbox.bench,
    "start": start.bench,
}


def main() -> None:
    reading = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    reading.add_argument("names", nargs="*", metavar="name", help=f"{', '.join(BENCHES)}; all of them unless named")
    names = reading.parse_args().names
    if unknown := [name for name in names if name not in BENCHES]:
        reading.error(f"there is no bench called {unknown[0]}, only {', '.join(BENCHES)}")
    reports = []
    with server() as postgres:
        for name in names or BENCHES:
            reports.append(BENCHES[name](postgres))
            reports[-1].show()
    if not names:  # the page tells of one run, whole
        write(reports)


if __name__ == "__main__":
    main()
