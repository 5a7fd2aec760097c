// Copies the address of the page, which holds all that is shown.
"use strict";
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const said = document.querySelector("[data-copied]");
  try {
    await navigator.clipboard.writeText(window.location.href);
    said.textContent = "Copied: whoever opens it sees the same.";
  } catch {
    said.textContent = `Copy it from the address bar: ${window.location.href}`;
  }
});
// Where something could not be fetched, say so instead of staying silent.
document.addEventListener("htmx:sendError", () => {
  document.querySelector("[data-copied]").textContent = "The server does not answer. What it was doing is kept.";
});
