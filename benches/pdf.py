"""Times two readers of PDF on the same files; they take turns, the fastest of five runs counts.

In: paths of PDFs. Out: a table of pages per second, each with the ratio of that run.
"""

import subprocess
import sys
import time

RUNS = 5
READERS = {
    "keikaku text": ["target/release/keikaku", "text"],
    "pdftotext -layout": ["pdftotext", "-layout"],
}


def pages(path):
    out = subprocess.run(["pdfinfo", path], check=True, capture_output=True, text=True).stdout
    return int(next(line.split()[1] for line in out.splitlines() if line.startswith("Pages:")))


def seconds(reader, path):
    # pdftotext writes beside its input unless told to write to the standard output.
    command = [*READERS[reader], path] + (["-"] if reader.startswith("pdftotext") else [])
    start = time.perf_counter()
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    took = time.perf_counter() - start
    if done.returncode != 0 or not done.stdout.strip():
        sys.exit(f"{' '.join(command)}: exit {done.returncode}, {len(done.stdout)} bytes")
    return took


print(f"| file | pages | {' | '.join(f'{reader}, pages/s' for reader in READERS)} | ratio |")
print("|---|--:|--:|--:|--:|")
for path in sys.argv[1:]:
    best = dict.fromkeys(READERS, float("inf"))
    for _ in range(RUNS):
        for reader in READERS:
            best[reader] = min(best[reader], seconds(reader, path))
    count = pages(path)
    ours, theirs = (count / best[reader] for reader in READERS)
    print(f"| {path.rsplit('/', 1)[-1]} | {count} | {ours:.0f} | {theirs:.0f} | {ours / theirs:.2f} |")
