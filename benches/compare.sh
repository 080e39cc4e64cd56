#!/bin/sh
# Measures extract beside bare lindera, MeCab and a Python pipeline, its scaling and its memory, in one run.
#
# benches/compare.sh [PART...]: throughput, plans, jobs, memory, length; all without one. Needs cargo and python3;
# MeCab where `mecab mecab-ipadic-utf8` is installed. PEERS (a folder, default target/peers) gets ja-timex and GiNZA
# from PyPI for throughput. SIZE, FOLDERS, LENGTHS (MB), RUNS change the sizes.
set -eu
cd "$(dirname "$0")/.."
case "${*:-throughput}" in *throughput*)
    PEERS=${PEERS:-target/peers}
    export PEERS
    [ -x "$PEERS/bin/python" ] || python3 -m venv "$PEERS"
    "$PEERS/bin/pip" install --quiet --disable-pip-version-check ja-timex==0.2.8 ginza ja-ginza ||
        echo "ja-timex and GiNZA cannot be installed on $(python3 --version): skipped" >&2
    ;;
esac
cargo build --quiet --release --bin keikaku --example bare_lindera
python3 benches/compare.py "$@"
