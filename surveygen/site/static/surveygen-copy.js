/* Buttons that copy BibTeX. They are hidden until this script shows them; it needs no network. */
(function () {
  "use strict";

  /* Mark the text of an element as a reader would; whether the browser copied it too. */
  function copySelection(element) {
    if (element.select) {
      element.focus();
      element.select();
    } else {
      window.getSelection().selectAllChildren(element);
    }
    try {
      return document.execCommand("copy");
    } catch (refused) {
      return false;
    }
  }

  function field(text) {
    var made = document.createElement("textarea");
    made.className = "sg-copy-field";
    made.readOnly = true;
    made.rows = text.trim().split("\n").length;
    made.value = text;
    made.setAttribute("aria-label", "BibTeX");
    return made;
  }

  /* Without the clipboard: the shown text, or a field for it below the buttons, is marked. */
  function copyByHand(button, source, say) {
    if (source) {
      say(copySelection(source) ? "copied" : "selected");
      return;
    }
    var row = button.closest("ul");
    var made = row.nextElementSibling;
    if (!made || made.className !== "sg-copy-field") {
      made = field(button.dataset.copy);
      row.insertAdjacentElement("afterend", made);
    }
    if (copySelection(made)) {
      made.remove();
      button.focus();
      say("copied");
    } else {
      say("selected");
    }
  }

  function prepare(button) {
    var source = document.getElementById(button.dataset.copyFrom);
    var status = document.createElement("span");
    status.className = "sg-copied";
    status.setAttribute("role", "status");
    status.setAttribute("aria-live", "polite");
    button.insertAdjacentElement("afterend", status);
    button.hidden = false;

    function say(what) { status.textContent = button.dataset[what]; }

    button.addEventListener("click", function () {
      status.textContent = "";
      var text = source ? source.textContent : button.dataset.copy;
      if (!navigator.clipboard) {
        copyByHand(button, source, say);
        return;
      }
      navigator.clipboard.writeText(text).then(
        function () { say("copied"); },
        function () { copyByHand(button, source, say); }
      );
    });
  }

  document.addEventListener("DOMContentLoaded", function () {
    Array.prototype.forEach.call(document.querySelectorAll(".sg-copy"), prepare);
  });
})();
