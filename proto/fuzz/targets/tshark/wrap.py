"""tshark as a target: each frame goes to one tshark as a packet of a capture, each
line that it prints becomes an answer. Name the fields to be compared:

    netquiz fuzz --target-exec 'python3 wrap.py ip.ttl tcp.srcport'
"""

import struct
import subprocess
import sys

fields = sys.argv[1:] or ["eth.dst", "eth.src", "ip.ttl", "ip.src", "ip.dst"]
command = ["tshark", "-l", "-n", "-r", "-", "-T", "fields"]
for field in fields:
    command += ["-e", field]
tshark = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
tshark.stdin.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 0x40000, 1))  # a capture of Ethernet

for line in sys.stdin:
    frame = bytes.fromhex(line)
    tshark.stdin.write(struct.pack("<IIII", 0, 0, len(frame), len(frame)) + frame)
    tshark.stdin.flush()
    values = tshark.stdout.readline().decode().rstrip("\n").split("\t")
    print("ok", *(f'{field}="{value}"' for field, value in zip(fields, values) if value), flush=True)
