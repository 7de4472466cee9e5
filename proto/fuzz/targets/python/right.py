"""A decoder of Ethernet, IPv4, TCP and UDP: a frame a line in hex, an answer a line."""

import sys
from struct import unpack_from


class Malformed(Exception):
    pass


def need(true, reason):
    if not true:
        raise Malformed(reason)


def ethernet(b, out):
    need(len(b) >= 14, "short Ethernet header")
    out["eth.dst"], out["eth.src"] = b[0:6].hex(":"), b[6:12].hex(":")
    (kind,) = unpack_from("!H", b, 12)
    if kind >= 1536:
        out["eth.type"] = f"0x{kind:04x}"
    if kind == 0x0800:
        ipv4(b[14:], out)


def ipv4(b, out):
    need(len(b) >= 20, "short IPv4 header")
    need(b[0] >> 4 == 4, "not version 4")
    header = (b[0] & 15) * 4
    total, ident, fragment, ttl, proto = unpack_from("!HHHBB", b, 2)
    need(20 <= header <= total <= len(b), "IPv4 lengths")
    out["ip.hdr_len"], out["ip.len"], out["ip.id"] = header, total, ident
    out["ip.flags.df"], out["ip.flags.mf"] = fragment >> 14 & 1, fragment >> 13 & 1
    out["ip.frag_offset"] = fragment & 0x1FFF
    out["ip.ttl"], out["ip.proto"] = ttl, proto
    out["ip.src"], out["ip.dst"] = ".".join(map(str, b[12:16])), ".".join(map(str, b[16:20]))
    if fragment & 0x1FFF == 0:
        data, whole = b[header:total], fragment & 0x2000 == 0
        if proto == 6:
            tcp(data, out)
        elif proto == 17:
            udp(data, whole, out)


def tcp(b, out):
    need(len(b) >= 20, "short TCP header")
    src, dst, seq, ack, bits, window, check, urgent = unpack_from("!HHIIHHHH", b)
    header = (bits >> 12) * 4
    need(20 <= header <= len(b), "TCP data offset")
    out["tcp.srcport"], out["tcp.dstport"] = src, dst
    out["tcp.seq_raw"], out["tcp.ack_raw"] = seq, ack
    out["tcp.hdr_len"], out["tcp.flags"] = header, bits & 0xFFF
    out["tcp.window_size_value"], out["tcp.checksum"], out["tcp.urgent_pointer"] = window, check, urgent


def udp(b, whole, out):
    need(len(b) >= 8, "short UDP header")
    src, dst, length, check = unpack_from("!HHHH", b)
    need(8 <= length and (length <= len(b) or not whole), "UDP length")
    out["udp.srcport"], out["udp.dstport"], out["udp.length"], out["udp.checksum"] = src, dst, length, check


for line in sys.stdin:
    fields = {}
    try:
        ethernet(bytes.fromhex(line), fields)
        print("ok", *(f"{key}={value}" for key, value in fields.items()), flush=True)
    except Malformed as reason:
        print("err", reason, flush=True)
