/* "/" leads to the search field, as on many sites; not while somebody writes. */
(function () {
  "use strict";
  function isSeen(field) {
    return field.checkVisibility ? field.checkVisibility({ visibilityProperty: true }) : field.offsetParent !== null;
  }

  function waitFor(field, times) {
    if (!isSeen(field) && times) {
      setTimeout(function () { waitFor(field, times - 1); }, 25);
      return;
    }
    field.focus();
    field.select();
  }

  document.addEventListener("keydown", function (event) {
    var at = event.target;
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || at.isContentEditable ||
        /^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName)) { return; }
    var fields = Array.prototype.slice.call(document.querySelectorAll("#sg-search [name=q], .sidebar-search"));
    var field = fields.find(isSeen);
    event.preventDefault();
    if (!field) {
      // On a phone the field stands in the drawer, which opens first.
      var drawer = document.getElementById("__navigation");
      field = fields[0];
      if (!field || !drawer) { return; }
      drawer.checked = true;
    }
    waitFor(field, 20);
  });
})();
