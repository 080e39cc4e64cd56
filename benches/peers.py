"""Measures ja-timex and pyNormalizeNumExp on the text that the mention pass was measured on.

In: the sample text and the table that examples/mention_speed.rs wrote. Out: one table with
characters per second of all of them. benches/peers.sh calls this. Both peers are given the text
line by line, as their authors show it: 令和6年度に1,200人とする.
"""

import importlib.metadata
import sys
import time

RUNS = 3
# The row of the table that the peers are compared with, and its columns.
SIZE = "seeds × 50"
TIMES, BOTH, REGEX = "times M chars/s", "mention pass M chars/s", "one alternation M chars/s"


def ja_timex():
    from ja_timex import TimexParser

    return TimexParser().parse


def normalize_numexp():
    from pynormalizenumexp.normalize_numexp import NormalizeNumexp

    return NormalizeNumexp("ja").normalize


PEERS = [
    ("ja-timex", "times", ja_timex, TIMES),
    ("pynormalizenumexp", "times and quantities", normalize_numexp, BOTH),
]


def ours(path):
    """The row of our table for SIZE, by column."""
    with open(path, encoding="utf-8") as table:
        rows = [[cell.strip() for cell in line.strip(" |\n").split("|")] for line in table]
    row = next(row for row in rows if row[0] == SIZE)
    return dict(zip(rows[0], row))


def fastest(read, lines):
    """Seconds of the fastest run, mentions found, lines that raised an exception."""
    best = float("inf")
    for _ in range(RUNS):
        found = failed = 0
        start = time.perf_counter()
        for line in lines:
            try:
                found += len(read(line))
            except Exception:
                failed += 1
        best = min(best, time.perf_counter() - start)
    return best, found, failed


def main(sample, table):
    with open(sample, encoding="utf-8") as text:
        text = text.read()
    lines = [line for line in text.split("\n") if line.strip()]
    own = ours(table)
    python = sys.version.split()[0]
    print(f"Peers: the seeds once, {len(text)} characters, Python {python}, best of {RUNS} runs.\n")
    print("| program | reads | characters per second | keikaku is faster by |")
    print("|---|---|--:|--:|")
    for name, reads, column in [
        ("one alternation of `regex`", "nothing, only scans", REGEX),
        ("keikaku", "times", TIMES),
        ("keikaku", "times and quantities", BOTH),
    ]:
        ratio = f"× {float(own[BOTH]) / float(own[REGEX]):.2f}" if column == REGEX else ""
        print(f"| {name} | {reads} | {float(own[column]) * 1e6:,.0f} | {ratio} |")
    for name, reads, load, column in PEERS:
        try:
            read = load()
            version = importlib.metadata.version(name)
        except ImportError as error:
            print(f"| {name} | {reads} | not installed on Python {python}: {error} | |")
            continue
        seconds, _, failed = fastest(read, lines)
        rate = len(text) / seconds
        ratio = float(own[column]) * 1e6 / rate
        note = f", {failed} lines failed" if failed else ""
        print(f"| {name} {version} | {reads}{note} | {rate:,.0f} | × {ratio:,.0f} |")


if __name__ == "__main__":
    main(*sys.argv[1:])
