/* Keeps a page that `surveygen serve` shows up to date: a new build reloads it where it stands, a
   failed one says so in a bar below. The pages on the disk know nothing of it. */
(() => {
  "use strict";

  const { build, events } = document.currentScript.dataset;
  let source = null;
  let bar = null;

  function show(failure) {
    bar?.remove();
    bar = null;
    if (!failure) return;
    bar = document.createElement("div");
    bar.id = "surveygen-failure";
    bar.setAttribute("role", "alert");
    bar.textContent = failure;
    Object.assign(bar.style, {
      position: "sticky",
      bottom: "0",
      zIndex: "1000",
      maxHeight: "30vh",
      overflow: "auto",
      padding: "0.75rem 1rem",
      background: "#8b1a1a",
      color: "#fff",
      font: "0.875rem/1.5 ui-monospace, monospace",
      overflowWrap: "anywhere",
      whiteSpace: "pre-wrap",
    });
    document.body.append(bar);
  }

  // A browser opens six connections to one host at most; pages that nobody sees leave theirs to
  // others, and catch up when they are seen again.
  function listen() {
    if (document.hidden) {
      source?.close();
      source = null;
    } else if (!source) {
      source = new EventSource(events);
      source.addEventListener("message", (event) => {
        const now = JSON.parse(event.data);
        if (now.build === build) show(now.failure);
        else location.reload();
      });
    }
  }

  document.addEventListener("visibilitychange", listen);
  listen();
})();
