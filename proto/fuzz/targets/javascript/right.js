// A decoder of Ethernet, VLAN tags and ARP: a frame a line in hex, an answer a line.
const readline = require("readline");

function mac(b, at) {
  return [...b.subarray(at, at + 6)].map((x) => x.toString(16).padStart(2, "0")).join(":");
}

function decode(b) {
  if (b.length < 14) throw new Error("short Ethernet header");
  const out = [`eth.dst=${mac(b, 0)}`, `eth.src=${mac(b, 6)}`];
  let at = 12;
  let tags = 0;
  const ids = [];
  while (b.readUInt16BE(at) === 0x8100 && tags++ < 4) {
    if (b.length < at + 6) throw new Error("short VLAN tag");
    ids.push(b.readUInt16BE(at + 2) & 0xfff);
    at += 4;
  }
  if (ids.length > 0) out.push(`vlan.id=${ids.join(",")}`);
  if (b.readUInt16BE(at) === 0x0806) arp(b.subarray(at + 2), out);
  return out;
}

function arp(b, out) {
  if (b.length < 8) throw new Error("short ARP message");
  if (b.length < 8 + 2 * b[4] + 2 * b[5]) throw new Error("ARP addresses are cut");
  out.push(`arp.opcode=${b.readUInt16BE(6)}`);
  if (b.readUInt16BE(0) === 1 && b.readUInt16BE(2) === 0x0800 && b[4] === 6 && b[5] === 4) {
    out.push(`arp.src.hw_mac=${mac(b, 8)}`, `arp.src.proto_ipv4=${[...b.subarray(14, 18)].join(".")}`);
  }
}

readline.createInterface({ input: process.stdin }).on("line", (line) => {
  try {
    console.log(["ok", ...decode(Buffer.from(line, "hex"))].join(" "));
  } catch (error) {
    console.log("err", error.message);
  }
});
