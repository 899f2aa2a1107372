/* Tables of claims can be sorted by a click on a column's head. Without scripts they stay as they are. */
(function () {
  "use strict";
  var order = new Intl.Collator(document.documentElement.lang || "en", { numeric: true });

  function text(row, column) {
    return row.cells[column].textContent.trim();
  }

  function sort(table, column, head) {
    var body = table.tBodies[0];
    var up = head.getAttribute("aria-sort") !== "ascending";
    var rows = Array.prototype.slice.call(body.rows);
    rows.sort(function (one, other) {
      var difference = order.compare(text(one, column), text(other, column));
      return up ? difference : -difference;
    });
    Array.prototype.forEach.call(table.tHead.rows[0].cells, function (cell) {
      cell.removeAttribute("aria-sort");
    });
    head.setAttribute("aria-sort", up ? "ascending" : "descending");
    rows.forEach(function (row) { body.appendChild(row); });
  }

  document.addEventListener("DOMContentLoaded", function () {
    var tables = document.querySelectorAll("table.survey-claims");
    Array.prototype.forEach.call(tables, function (table) {
      if (!table.tHead || !table.tBodies.length) { return; }
      Array.prototype.forEach.call(table.tHead.rows[0].cells, function (head, column) {
        var button = document.createElement("button");
        button.type = "button";
        button.className = "sg-sort";
        button.textContent = head.textContent.trim();
        button.addEventListener("click", function () { sort(table, column, head); });
        head.textContent = "";
        head.appendChild(button);
      });
    });
  });
})();
