#!/bin/bash
# Builds the native fuzz targets into $OUT, each with its seeds beside it: what a
# target adds by F.Add counts for nothing there.
set -euo pipefail
cd "$SRC/netquiz"
seeds=$(mktemp -d)
go run ./cmd/netquiz fuzz export --zip "$seeds/seeds.zip" --out "$seeds"
while read -r package target; do
  compile_native_go_fuzzer_v2 "netquiz/$package" "$target" "$target"
  cp "$seeds/seeds.zip" "$OUT/${target}_seed_corpus.zip"
  printf '[libfuzzer]\nmax_len = 9018\ntimeout = 25\nrss_limit_mb = 2560\n' >"$OUT/$target.options"
done <<'TARGETS'
proto FuzzDecode
proto/fuzz FuzzCodec
TARGETS
rm -r "$seeds"
