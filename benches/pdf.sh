#!/bin/sh
# Measures pages per second of `keikaku text FILE.pdf` beside `pdftotext -layout` in one run.
#
# benches/pdf.sh [FILE.pdf …]; needs cargo, python3, poppler-utils, and qpdf for the default files:
# the sample plans (fixtures/formats), repeated to 200 pages.
set -eu
cd "$(dirname "$0")/.."
cargo build --quiet --release

if [ $# -eq 0 ]; then
    folder=target/bench-pdf
    mkdir -p "$folder"
    for name in plan plan.css plan.ucs2 plan.turned; do
        pages=
        for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 \
            21 22 23 24 25 26 27 28 29 30 31 32 33 34 35 36 37 38 39 40; do
            pages="$pages fixtures/formats/$name.pdf"
        done
        # shellcheck disable=SC2086
        qpdf --empty --pages $pages -- "$folder/$name.pdf"
        set -- "$@" "$folder/$name.pdf"
    done
fi
exec python3 benches/pdf.py "$@"
