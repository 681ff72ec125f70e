// Enhancement only: every page works without this file.
"use strict";

// "/" leads to the search box, as the label beside it says.
document.addEventListener("keydown", (event) => {
  const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName);
  const search = document.querySelector("#search");
  if (event.key === "/" && !typing && search) {
    event.preventDefault();
    search.focus();
  }
});

// Where one is shows in the navigation, however long it is.
const side = document.querySelector(".side");
const here = side?.querySelector("[aria-current]");
if (here && here.offsetTop + here.offsetHeight > side.clientHeight) side.scrollTop = here.offsetTop - side.clientHeight / 2;

// A filter chosen with the pointer is applied at once; with the keys, which change it step by step, on Enter or when it is left.
// Without script there is a button.
document.querySelectorAll("form.filters select").forEach((control) => {
  const before = control.value;
  let keyed = false;
  const apply = () => {
    if (control.value !== before) control.form.requestSubmit();
  };
  control.addEventListener("pointerdown", () => { keyed = false; });
  control.addEventListener("keydown", (event) => {
    keyed = true;
    if (event.key === "Enter") apply();
  });
  control.addEventListener("keyup", (event) => {
    if (event.key === "Enter") apply();
  });
  control.addEventListener("change", () => {
    if (!keyed) apply();
  });
  control.addEventListener("blur", apply);
});

// One press, one submission. The server refuses a second one too.
document.querySelectorAll("form[method=post]").forEach((form) => {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    setTimeout(() => delete form.dataset.sent, 4000);
  });
});

// A job's progress: asked for every second, and the page leads on when it is over.
document.querySelectorAll("[data-poll]").forEach((box) => {
  const bar = box.querySelector("progress");
  const words = box.querySelector("[data-words]");
  const ask = async () => {
    const answer = await fetch(box.dataset.poll, { headers: { Accept: "application/json" } });
    if (answer.redirected) location.reload(); // signed out meanwhile
    if (!answer.ok || answer.redirected) return;
    const job = await answer.json();
    if (job.over) {
      location.href = job.url;
      return;
    }
    if (job.total) {
      bar.max = job.total;
      bar.value = job.done;
    }
    words.textContent = job.words;
    setTimeout(ask, 1000);
  };
  setTimeout(ask, 800);
});

document.querySelectorAll("[data-print]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => print());
});

// What is folded is printed too, and folded again afterwards.
addEventListener("beforeprint", () => document.querySelectorAll("details:not([open])").forEach((part) => {
  if (part.querySelector("form")) return;
  part.open = true;
  addEventListener("afterprint", () => { part.open = false; }, { once: true });
}));

// Cells copied in Excel spread over the grid from where they are pasted; those with headings, and those that the grid has no
// room for, are arranged by the server.
const heading = (text) => text.normalize("NFKC").replace(/\s/g, "").replace(/(\*|\(必填\))+$/, "");
document.querySelectorAll("[data-paste]").forEach((table) => {
  const rows = [...table.tBodies[0].rows].map((row) => [...row.querySelectorAll("input")]);
  const headings = new Set([...table.tHead.rows[0].cells].slice(1).map((cell) => heading(cell.textContent)));
  table.addEventListener("paste", (event) => {
    const text = event.clipboardData.getData("text/plain");
    if (!/[\t\n]/.test(text)) return;
    event.preventDefault();
    const top = rows.findIndex((row) => row.includes(event.target));
    const left = rows[top].indexOf(event.target);
    const box = document.querySelector("#text");
    const lines = text.replace(/\r?\n$/, "").split(/\r?\n/);
    const named = new Set(lines[0].split("\t").map(heading).filter((cell) => headings.has(cell)));
    if (box && (named.size > 1 || top + lines.length > rows.length || text.includes('"'))) {
      box.value = text;
      box.form.elements.left.value = left;
      box.form.requestSubmit();
      return;
    }
    lines.forEach((line, down) => line.split("\t").forEach((cell, across) => {
      const input = rows[top + down][left + across];
      if (input) input.value = cell.trim();
    }));
  });
});
