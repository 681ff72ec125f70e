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

// A chosen filter is applied at once; without script there is a button.
document.querySelectorAll("form.filters select, form.filters input[type=month], form.filters input[type=date]").forEach((control) => {
  control.addEventListener("change", () => control.form.requestSubmit());
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
    if (!answer.ok) return;
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
