// What scrolls within itself can be reached by keyboard; what does not is no stop on the way.
(function () {
  "use strict";
  function mark() {
    document.querySelectorAll("pre, .table-wrapper, .sg-figure").forEach(function (box) {
      if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
      else box.removeAttribute("tabindex");
    });
  }
  mark();
  window.addEventListener("load", mark);
  window.addEventListener("resize", mark);
})();
