"use strict";
// wire makes a frame's tree and bytes light each other.
function wire(frame) {
  const rows = Array.from(frame.querySelectorAll(".row"));
  const cells = new Map();
  for (const column of [".bytes b", ".ascii b"])
    frame.querySelectorAll(column).forEach((cell, at) => {
      cell.dataset.i = at;
      cells.set(at, (cells.get(at) || []).concat(cell));
    });
  const bit = row => Number(row.dataset.bit), n = row => Number(row.dataset.n);
  const level = row => Number(row.getAttribute("aria-level"));
  let chosen = null;

  // light shows one row and its bytes, and nothing else.
  function light(row) {
    for (const old of frame.querySelectorAll(".on")) old.classList.remove("on");
    for (const old of rows) old.setAttribute("aria-selected", "false");
    if (!row) return;
    row.classList.add("on");
    row.setAttribute("aria-selected", "true");
    if (n(row) === 0) return;
    for (let at = Math.floor(bit(row) / 8); at < Math.ceil((bit(row) + n(row)) / 8); at++)
      for (const cell of cells.get(at) || []) cell.classList.add("on");
  }
  // choose keeps a row lit when the pointer has left.
  function choose(row, focus) {
    chosen = row;
    for (const r of rows) r.tabIndex = r === row ? 0 : -1;
    light(row);
    if (focus) row.focus();
    for (const cell of cells.get(Math.floor(bit(row) / 8)) || []) cell.scrollIntoView({block: "nearest"});
  }
  // at is the innermost row of a byte.
  function at(index) {
    let best = null;
    for (const row of rows) {
      if (n(row) === 0 || bit(row) >= 8 * (index + 1) || bit(row) + n(row) <= 8 * index) continue;
      if (!best || n(row) <= n(best) && !(n(row) < 8 && n(best) < 8)) best = row;
    }
    return best;
  }
  const shown = () => rows.filter(row => !row.hidden);
  // fold hides what lies below a head, or shows it again.
  function fold(row, open) {
    if (!row.hasAttribute("aria-expanded")) return;
    row.setAttribute("aria-expanded", String(open));
    for (let i = rows.indexOf(row) + 1; i < rows.length && level(rows[i]) > level(row); i++) {
      rows[i].hidden = !open;
      if (open && rows[i].hasAttribute("aria-expanded")) rows[i].setAttribute("aria-expanded", "true");
    }
  }
  function move(row, step) {
    const list = shown(), to = list[list.indexOf(row) + step];
    if (to) choose(to, true);
  }

  for (const row of rows) {
    row.addEventListener("mouseenter", () => light(row));
    row.addEventListener("mouseleave", () => light(chosen));
    row.addEventListener("focus", () => { if (chosen !== row) choose(row, false); });
    row.addEventListener("click", () => choose(row, true));
    row.addEventListener("dblclick", () => fold(row, row.getAttribute("aria-expanded") !== "true"));
    row.addEventListener("keydown", event => {
      const open = row.getAttribute("aria-expanded");
      switch (event.key) {
        case "ArrowDown": move(row, 1); break;
        case "ArrowUp": move(row, -1); break;
        case "Home": choose(shown()[0], true); break;
        case "End": choose(shown().at(-1), true); break;
        case "ArrowRight": open === "false" ? fold(row, true) : move(row, 1); break;
        case "ArrowLeft": {
          if (open === "true") { fold(row, false); break; }
          const above = rows.slice(0, rows.indexOf(row)).filter(r => level(r) < level(row)).pop();
          if (above) choose(above, true);
          break;
        }
        case "Enter": case " ": fold(row, open !== "true"); break;
        default: return;
      }
      event.preventDefault();
    });
  }
  for (const [index, list] of cells)
    for (const cell of list) {
      cell.addEventListener("mouseenter", () => light(at(index)));
      cell.addEventListener("mouseleave", () => light(chosen));
      cell.addEventListener("click", () => { const row = at(index); if (row) { row.hidden = false; choose(row, true); } });
    }
}
// A page of many frames opens at once: each is wired when it is first touched.
const wired = new WeakSet();
function touch() {
  if (wired.has(this)) return;
  wired.add(this);
  wire(this);
}
for (const frame of document.querySelectorAll(".frame"))
  for (const name of ["mouseenter", "focus", "click"]) frame.addEventListener(name, touch, true);
