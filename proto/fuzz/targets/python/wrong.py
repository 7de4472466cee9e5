"""The same, by somebody in a hurry: every IPv4 header has 20 bytes, and nothing is cut."""

import sys
from struct import unpack_from

for line in sys.stdin:
    b = bytes.fromhex(line)
    out = ["ok"]
    if len(b) >= 14 and unpack_from("!H", b, 12) == (0x0800,):
        out.append(f"ip.ttl={b[22]}")
        if b[23] == 6:
            out.append("tcp.srcport=%d tcp.dstport=%d" % unpack_from("!HH", b, 34))
    print(*out, flush=True)
