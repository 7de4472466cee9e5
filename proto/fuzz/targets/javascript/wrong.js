// The same with the bytes of a number in the order of a PC.
const readline = require("readline");

readline.createInterface({ input: process.stdin }).on("line", (line) => {
  const b = Buffer.from(line, "hex");
  if (b.length < 42 || b.readUInt16LE(12) !== 0x0608) return console.log("ok");
  console.log(`ok arp.opcode=${b.readUInt16LE(20)}`);
});
