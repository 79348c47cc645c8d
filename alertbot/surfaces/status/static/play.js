// Keeps the preview up to date while one types. Without it the form still works, by its button.
"use strict";
(() => {
  const form = document.getElementById("play");
  const played = document.getElementById("played");
  const AFTER_MS = 350;
  let timer, asked = 0;

  async function show() {
    const mine = ++asked;
    const body = new URLSearchParams(new FormData(form));
    let page = "";
    try {
      const answer = await fetch("preview", {method: "POST", body, credentials: "same-origin"});
      page = await answer.text();
    } catch {
      return; // the next key tries again
    }
    if (mine !== asked) return; // typed on meanwhile
    const shown = new DOMParser().parseFromString(page, "text/html");
    played.replaceChildren(...(shown.querySelector("main") || shown.body).childNodes);
  }

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(show, AFTER_MS);
  });
})();
