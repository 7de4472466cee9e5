{
const {frames, fields, words} = JSON.parse(document.getElementById("data").textContent);
const arrows = Array.from(document.querySelectorAll(".arrow"));
const find = id => document.getElementById(id);
const make = (tag, kind, text) => {
  const e = document.createElement(tag);
  if (kind) e.className = kind;
  if (text !== undefined) e.textContent = text;
  return e;
};
let at = 0, timer = 0;

// told is why a frame was sent and how both ends stand.
function told(f) {
  const parts = [make("h2", "", f.caption ? f.title + " · " + f.caption : f.title)];
  for (const [word, text] of [[words.why, f.why], [words.meaning, f.meaning]]) {
    if (!text) continue;
    const p = make("p");
    p.append(make("span", "word", word), text);
    parts.push(p);
  }
  for (const text of f.events || []) parts.push(make("p", "event", text));
  const both = make("div", "sockets");
  for (const s of f.sockets || []) {
    const box = make("div", "socket"), head = make("h3", "", s.name);
    if (s.state) head.append(make("span", "state", s.state));
    box.append(head, make("small", "", (s.facts || []).concat(s.note || []).join(" · ")));
    for (const b of s.bars || []) {
      const bar = make("div", "bar"), meter = make("meter");
      meter.max = Math.max(b.room, 1);
      meter.value = b.room ? b.taken : 1;
      bar.append(make("span", "", b.name), meter, make("span", "", b.text));
      box.append(bar, make("small", "", (b.facts || []).join(" · ")));
    }
    both.append(box);
  }
  parts.push(both);
  find("told").replaceChildren(...parts);
}

// row is a line of the tree.
function row(r) {
  const e = make("div", "row l" + r.layer + (r.head ? " head" : "")), text = make("span", "text"), field = fields[r.id] || {};
  e.setAttribute("role", "treeitem");
  e.setAttribute("aria-level", r.level);
  e.setAttribute("aria-selected", "false");
  if (r.head) e.setAttribute("aria-expanded", "true");
  e.tabIndex = -1;
  e.dataset.bit = r.bit;
  e.dataset.n = r.n;
  text.append(make("span", "name", r.name));
  if (r.value) text.append(make("span", "value", r.value));
  text.append(make("span", "id", r.id || ""));
  if (field.ref) text.append(make("span", "id", field.ref));
  if (field.explain) text.append(make("span", "explain", field.explain));
  for (const p of r.problems || []) text.append(make("span", "problem" + (p.broken ? " broken" : ""), p.text));
  e.append(make("span", "where", r.where || ""), make("code", "bits", r.picture || ""), text);
  return e;
}

// dump is the bytes, a line for each sixteen.
function dump(f) {
  const lines = make("div", "hex"), n = f.hex.length / 2, places = Math.max(4, (n - 1).toString(16).length);
  lines.setAttribute("aria-label", words.hex);
  let layer = 0, next = 0;
  for (let from = 0; from < n; from += 16) {
    const line = make("div", "line"), hex = make("span", "bytes"), ascii = make("span", "ascii");
    for (let i = from; i < Math.min(from + 16, n); i++) {
      if (next < f.layers.length && f.layers[next][0] === i) layer = f.layers[next++][1];
      const digits = f.hex.slice(2 * i, 2 * i + 2), byte = parseInt(digits, 16);
      const letter = (f.text || {})[i] ?? (byte >= 32 && byte <= 126 ? String.fromCharCode(byte) : ".");
      for (const [into, text] of [[hex, digits], [ascii, letter]]) {
        const cell = make("b", "l" + layer, text);
        cell.dataset.i = i;
        into.append(cell);
      }
    }
    line.append(make("span", "offset", from.toString(16).padStart(places, "0")), hex, ascii);
    lines.append(line);
  }
  return lines;
}

function bytes(f) {
  const frame = make("div", "frame"), sides = make("div", "sides"), tree = make("div", "tree");
  tree.setAttribute("role", "tree");
  tree.setAttribute("aria-label", words.tree);
  tree.append(...f.rows.map(row));
  for (const note of f.notes || []) frame.append(make("p", "note", note));
  sides.append(dump(f), tree);
  frame.append(sides);
  find("bytes").replaceChildren(frame);
  wire(frame);
}

// show makes a frame the one that everything is about.
function show(i) {
  if (!frames.length) return;
  at = Math.min(Math.max(i, 0), frames.length - 1);
  const f = frames[at];
  arrows.forEach((arrow, j) => {
    arrow.classList.toggle("on", j === at);
    arrow.classList.toggle("ahead", j > at);
    arrow.tabIndex = j === at ? 0 : -1;
  });
  told(f);
  bytes(f);
  for (const plot of document.querySelectorAll(".plot")) {
    const x = Number(plot.dataset.start) + f.at * Number(plot.dataset.scale);
    const cursor = plot.querySelector(".cursor");
    cursor.setAttribute("x1", x);
    cursor.setAttribute("x2", x);
  }
  find("count").textContent = (at + 1) + " / " + frames.length;
  arrows[at].scrollIntoView({block: "nearest"});
}

function play(on) {
  clearInterval(timer);
  timer = 0;
  if (on) {
    if (at === frames.length - 1) show(0);
    timer = setInterval(() => at < frames.length - 1 ? show(at + 1) : play(false), 1200 / Number(find("speed").value));
  }
  document.body.classList.toggle("playing", on);
  find("play").textContent = on ? "❚❚ " + words.pause : "▶ " + words.play;
}
function go(i) {
  play(false);
  show(i);
}

const moves = {first: () => go(0), back: () => go(at - 1), next: () => go(at + 1), last: () => go(frames.length - 1), play: () => play(!timer)};
for (const [id, move] of Object.entries(moves)) find(id).addEventListener("click", move);
find("speed").addEventListener("change", () => { if (timer) play(true); });
arrows.forEach((arrow, i) => {
  arrow.setAttribute("role", "button");
  arrow.setAttribute("aria-label", frames[i].title + " " + (frames[i].caption || ""));
  arrow.addEventListener("click", () => go(i));
});
document.addEventListener("keydown", event => {
  if (event.target.closest(".tree, select") || event.ctrlKey || event.metaKey || event.altKey) return;
  const name = {ArrowRight: "next", ArrowLeft: "back", Home: "first", End: "last", " ": "play"}[event.key];
  if (!name || event.key === " " && event.target.closest("button")) return;
  moves[name]();
  event.preventDefault();
});
show(Math.max(Number(location.hash.slice(1)) - 1, 0));
}
