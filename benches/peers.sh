#!/bin/sh
# Measures the mention pass beside ja-timex and pyNormalizeNumExp (令和6年度, 1,200人) in one run.
#
# benches/peers.sh [VENV]; needs cargo, python3 and PyPI. VENV defaults to target/peers.
set -eu
cd "$(dirname "$0")/.."
venv=${1:-target/peers}
sample=target/mention_sample.txt
table=target/mention_speed.md

[ -x "$venv/bin/python" ] || python3 -m venv "$venv"
for peer in ja-timex==0.2.8 pynormalizenumexp==0.3.4; do
    "$venv/bin/pip" install --quiet --disable-pip-version-check "$peer" ||
        echo "$peer cannot be installed on $(python3 --version): skipped" >&2
done

cargo build --quiet --release --example mention_speed
target/release/examples/mention_speed "$sample" | tee "$table"
echo
"$venv/bin/python" benches/peers.py "$sample" "$table"
