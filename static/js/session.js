// Warns two minutes before signing in ends. The server keeps the limits, with this file or without it.
"use strict";

(() => {
  const box = document.querySelector(".session-warning");
  const form = box.querySelector("form");
  const shared = "portal-session"; // an act in one window holds for all of them
  let idle, full;

  const hold = (left) => {
    idle = Date.now() + left.idle * 1000;
    full = Date.now() + left.full * 1000;
    localStorage.setItem(shared, JSON.stringify({ idle, full }));
  };
  const show = () => {
    const ends = Math.min(idle, full);
    const left = Math.ceil((ends - Date.now()) / 1000);
    const state = left <= 0 ? "over" : left > Number(box.dataset.warning) ? "" : full < idle ? "full" : "idle";
    box.hidden = !state;
    form.hidden = state !== "idle";
    box.querySelectorAll("[data-when]").forEach((part) => { part.hidden = part.dataset.when !== state; });
    box.querySelectorAll("[data-seconds]").forEach((part) => { part.textContent = left; });
  };

  addEventListener("storage", (event) => {
    if (event.key !== shared || !event.newValue) return;
    ({ idle, full } = JSON.parse(event.newValue));
    show();
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form) });
    if (answer.ok && !answer.redirected) hold(await answer.json());
    else idle = 0;
    show();
  });
  hold({ idle: Number(box.dataset.idle), full: Number(box.dataset.full) });
  show();
  setInterval(show, 1000);
})();
