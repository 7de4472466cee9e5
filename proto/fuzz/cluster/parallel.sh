#!/bin/bash
# One campaign on several machines by GNU parallel: parallel.sh SHARDS [its options],
# such as --sshlogin. Any other way to start SHARDS programs does as well.
set -euo pipefail
shards=$1
shift
seq 0 $((shards - 1)) | parallel "$@" \
  "netquiz fuzz --seed 1 --runs 1000000000 --workers 1 --keep-going --ci --shard {}/$shards --out findings/{} || [ \$? = 1 ]"
netquiz fuzz merge findings --out merged
