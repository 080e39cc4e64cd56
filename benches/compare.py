"""Measures `keikaku extract` beside bare lindera, MeCab and ja-timex + GiNZA, in one run on one text.

In: the binaries of `cargo build --release` (compare.sh builds them); which parts to measure, or none for all:
throughput, plans, jobs, memory, length. Out: Markdown tables: throughput and
ratios, 1 and 2 jobs, peak memory against corpus size, time against the length of one document. The text
is the seeds and excerpts again and again with other numbers (12件 for 11件), so that nothing repeats.
"""

import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
KEIKAKU = ROOT / "target/release/keikaku"
LINDERA = ROOT / "target/release/examples/bare_lindera"
RUNS = int(os.environ.get("RUNS", "3"))
# Megabytes: of the comparison, of the folders whose memory is measured, of single documents.
SIZE = int(os.environ.get("SIZE", "30"))
FOLDERS = [int(n) for n in os.environ.get("FOLDERS", "10 100 1000").split()]
LENGTHS = [int(n) for n in os.environ.get("LENGTHS", "1 2 4 8 16 32 64 100").split()]
# Characters that the Python pipeline reads.
SAMPLE = int(os.environ.get("SAMPLE", "4000"))

PYTHON = """
import sys, time
text = open(sys.argv[1], encoding="utf-8").read()
lines = [line for line in text.split("\\n") if line.strip()]
from ja_timex import TimexParser
import spacy
times, names = TimexParser().parse, spacy.load("ja_ginza")
times(lines[0]); names(lines[0])
start = time.perf_counter()
for line in lines:
    try:
        times(line)
    except Exception:
        pass
    names(line).ents
print(len(text.encode()) / (time.perf_counter() - start))
"""


def texts(folders=("seeds", "fixtures/excerpts")):
    """The seeds and excerpts."""
    paths = [path for folder in folders for path in sorted(ROOT.glob(f"{folder}/*.txt"))]
    return [path.read_text(encoding="utf-8") for path in paths]


def varied(text, seed):
    """The text with other numbers; years, codes and zeros in front stay."""
    chance = random.Random(seed)

    def other(found):
        number = found.group()
        if len(number) == 4 or len(number) > 6 or number.startswith("0") or chance.random() < 0.5:
            return number
        return str(int(number) + chance.randrange(3))

    return re.sub(r"[0-9]+", other, text)


def documents(megabytes, pool=None):
    """Documents of so many bytes in all, made of the texts of the pool."""
    left, seed, pool = megabytes * 1_000_000, 0, pool or texts()
    while left > 0:
        for text in pool:
            document = varied(text, seed).encode()[: max(left, 0)]
            seed, left = seed + 1, left - len(document)
            if not document:
                return
            yield document.decode("utf-8", "ignore").encode()


def folder(path, megabytes, pool=None):
    """A folder of documents."""
    path.mkdir()
    for n, document in enumerate(documents(megabytes, pool)):
        (path / f"{n:06}.txt").write_bytes(document)
    return path


# A process counts as its own peak what its parent held when it began: a small one starts the command.
LAUNCH = """
import os, sys
null = os.open(os.devnull, os.O_RDWR)
streams = [(os.POSIX_SPAWN_DUP2, null, 1), (os.POSIX_SPAWN_DUP2, null, 2)]
process = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ, file_actions=streams)
_, status, usage = os.wait4(process, 0)
print(os.waitstatus_to_exitcode(status), usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1000)
"""


def measured(command):
    """Seconds of the clock and of the processor, and peak memory in MB, of one run."""
    launch = [sys.executable, "-S", "-E", "-c", LAUNCH, *command]
    start = time.perf_counter()
    out = subprocess.run(launch, capture_output=True, text=True, check=True).stdout.split()
    clock = time.perf_counter() - start
    if out[0] != "0":
        raise SystemExit(f"{command[0]} ended with {out[0]}")
    return clock, float(out[1]), float(out[2])


def best(commands):
    """The fewest processor seconds of each command; the commands take turns."""
    fewest = [float("inf")] * len(commands)
    for _ in range(RUNS):
        for n, command in enumerate(commands):
            fewest[n] = min(fewest[n], measured(command)[1])
    return fewest


def extract(path, jobs=1):
    limits = ["--max-size", "1000", "--timeout", "600"]
    return [str(KEIKAKU), "extract", "--quiet", "--jobs", str(jobs), *limits, str(path)]


def throughput(scratch):
    print(f"## Throughput on one core, {SIZE} MB\n")
    many = mixed(scratch)
    whole = scratch / "whole.txt"
    whole.write_bytes(b"".join(path.read_bytes() for path in sorted(many.iterdir())))
    commands = {"keikaku extract": extract(many), "bare lindera, same dictionary": [str(LINDERA), str(many)]}
    if shutil.which("mecab"):
        commands["MeCab, ipadic-utf8"] = ["mecab", "-b", "200000", str(whole)]
    rates = {name: SIZE / seconds for name, seconds in zip(commands, best(list(commands.values())))}
    venv = os.environ.get("PEERS")
    if venv:
        sample = scratch / "sample.txt"
        sample.write_text(texts()[0][:SAMPLE], encoding="utf-8")
        out = subprocess.run([f"{venv}/bin/python", "-c", PYTHON, sample], capture_output=True, text=True)
        if out.returncode == 0:
            rates[f"ja-timex + GiNZA, {SAMPLE} characters"] = float(out.stdout) / 1e6
        else:
            print(out.stderr.strip().splitlines()[-1], file=sys.stderr)
    table(rates)


def plans(scratch):
    print("\n## The plans without the excerpts\n")
    only = folder(scratch / "plans", SIZE, texts(["seeds"]))
    names = ["keikaku extract", "bare lindera, same dictionary"]
    seconds = best([extract(only), [str(LINDERA), str(only)]])
    table({name: SIZE / each for name, each in zip(names, seconds)})


def mixed(scratch):
    """The folder of plans and excerpts, made once."""
    path = scratch / "many"
    return path if path.exists() else folder(path, SIZE)


def table(rates):
    own = rates["keikaku extract"]
    print("| program | MB/s | keikaku is faster by |\n|---|--:|--:|")
    for name, rate in rates.items():
        ratio = "" if rate == own else f"× {own / rate:,.2f}"
        print(f"| {name} | {rate:.3g} | {ratio} |", flush=True)


def jobs(scratch):
    many = mixed(scratch)
    print("\n## Jobs\n\n| jobs | seconds | × |\n|--:|--:|--:|")
    clock = {n: min(measured(extract(many, n))[0] for _ in range(RUNS)) for n in (1, 2)}
    for n, seconds in clock.items():
        print(f"| {n} | {seconds:.2f} | {clock[1] / seconds:.2f} |")


def memory(scratch):
    print("\n## Peak memory of a folder, 2 jobs\n\n| MB | documents | peak MB | processor seconds |\n|--:|--:|--:|--:|")
    for megabytes in FOLDERS:
        path = folder(scratch / f"folder{megabytes}", megabytes)
        count = sum(1 for _ in path.iterdir())
        _, seconds, peak = measured(extract(path, 2))
        print(f"| {megabytes} | {count} | {peak:.0f} | {seconds:.1f} |", flush=True)
        shutil.rmtree(path)


def length(scratch):
    print("\n## One document\n\n| MB | processor seconds | s/MB | peak MB |\n|--:|--:|--:|--:|")
    path = scratch / "one.txt"
    for megabytes in LENGTHS:
        path.write_bytes(b"\n".join(documents(megabytes)))
        _, seconds, peak = measured(extract(path))
        print(f"| {megabytes} | {seconds:.2f} | {seconds / megabytes:.3f} | {peak:.0f} |", flush=True)
    path.write_bytes(b" ".join(documents(SIZE)).replace(b"\n", b" "))
    _, seconds, peak = measured(extract(path))
    print(f"| {SIZE}, one line | {seconds:.2f} | {seconds / SIZE:.3f} | {peak:.0f} |")


def main():
    parts = {part.__name__: part for part in (throughput, plans, jobs, memory, length)}
    chosen = sys.argv[1:] or list(parts)
    unknown = [name for name in chosen if name not in parts]
    if unknown:
        raise SystemExit(f"no such part: {', '.join(unknown)}; there are {', '.join(parts)}")
    with tempfile.TemporaryDirectory() as scratch:
        for name in chosen:
            parts[name](Path(scratch))
    print(f"\nLoad average at the end: {os.getloadavg()[0]:.1f}.")


if __name__ == "__main__":
    main()
