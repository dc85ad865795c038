"""`make bench`: all of it in one run, shown and written to docs/benchmarks.md."""

from bench import booking, rivals, slots
from bench.house import server
from bench.report import write


def main() -> None:
    with server() as postgres:
        rival = rivals.measure(postgres)
        reports = [
            slots.bench(postgres, rival),
            booking.bench_one(postgres, rival),
            booking.bench_crowd(postgres, rival),
        ]
    for report in reports:
        report.show()
    write(reports)


main()
