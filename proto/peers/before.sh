#!/usr/bin/env bash
# Runs the codec's benchmarks of an earlier commit and of this tree in turns, and
# prints the least of each row: what a change costs, or gains, on this machine.
#
#   ./before.sh 10c3374      # before the protocols beside Ethernet, IPv4 and TCP
#   ./before.sh HEAD~1 'Decode/(dns|ipv6)/netquiz' 40
set -euo pipefail
cd "$(dirname "$0")"
commit=${1:?an earlier commit}
rows=${2:-(Decode|Build)/(64|78-syn|512|1518)/netquiz}
turns=${3:-25}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
git clone -q "$(git rev-parse --show-toplevel)" "$work/early"
git -C "$work/early" checkout -q "$commit"
(cd "$work/early/proto/peers" && go test -c -o "$work/before" .)
go test -c -o "$work/after" .

for _ in $(seq "$turns"); do
  for which in before after; do
    "$work/$which" -test.run '^$' -test.bench "$rows" -test.benchtime 4ms -test.count 3 | sed -n "s/^Benchmark/$which /p"
  done
done | awk '
  { row = $2; at = $1 SUBSEP row; rows[row] = 1; if (!(at in least) || $4 < least[at]) least[at] = $4 }
  END {
    for (row in rows) {
      b = least["before", row]; a = least["after", row]
      if (b && a) printf "%-28s before %7.1f ns  after %7.1f ns  ×%.2f\n", row, b, a, a / b
    }
  }' | sort
