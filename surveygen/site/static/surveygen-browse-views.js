/* Rows as people see them: papers as a list, as cards, as a table; claims as a table. */
(function () {
  "use strict";
  var app = window.surveygen = window.surveygen || {};

  function link(tools, row) {
    var columns = tools.data.columns;
    return tools.element("a", { href: columns.uri[row], text: columns.title[row], dir: "auto" });
  }

  function byline(tools, row) {
    var columns = tools.data.columns;
    var parts = [columns.people[row], [columns.venue[row], columns.year_text[row]].filter(Boolean).join(", ")];
    return tools.element("span", { "class": "sg-byline", text: parts.filter(Boolean).join(" · ") });
  }

  function marks(tools, row) {
    var said = tools.data.columns.marks[row];
    return said ? [" ", tools.element("span", { "class": "sg-mark", text: said })] : [];
  }

  function list(rows, tools, withSummary) {
    var columns = tools.data.columns;
    return tools.element("ol", { "class": "sg-found" }, rows.map(function (row) {
      var content = [link(tools, row)].concat(marks(tools, row), [byline(tools, row)]);
      if (withSummary && columns.tldr[row]) {
        content.push(tools.element("p", { "class": "sg-tldr", text: columns.tldr[row] }));
      }
      if (withSummary && columns.place[row]) {
        content.push(tools.element("p", { "class": "sg-byline", text: columns.place[row] }));
      }
      return tools.element("li", {}, [tools.checkbox(row), tools.element("div", {}, content)]);
    }));
  }

  /* A table whose first column has checkboxes where there is something to select. */
  function table(heads, rows, cells, tools) {
    var head = tools.element("tr", {}, heads.map(function (text) {
      // Of checkboxes everybody sees what they are for, but those who do not see.
      var isSeen = text !== tools.data.words.selection;
      return tools.element("th", { scope: "col" }, [isSeen ? text : tools.element("span", { "class": "visually-hidden", text: text })]);
    }));
    var body = rows.map(function (row) {
      return tools.element("tr", {}, cells(row).map(function (cell) {
        return tools.element("td", {}, [cell === null ? "" : cell]);
      }));
    });
    var made = tools.element("table", { "class": "docutils" }, [
      tools.element("thead", {}, [head]), tools.element("tbody", {}, body)
    ]);
    return tools.element("div", { "class": "table-wrapper", tabindex: "0", role: "region", "aria-label": tools.data.words.table }, [made]);
  }

  app.views = {
    list: function (rows, tools) { return list(rows, tools, false); },
    cards: function (rows, tools) { return list(rows, tools, true); },
    table: function (rows, tools) {
      var columns = tools.data.columns;
      return table(tools.data.heads, rows, function (row) {
        var title = tools.element("span", {}, [link(tools, row)].concat(marks(tools, row)));
        return [tools.checkbox(row), title, columns.people[row], columns.year_text[row], columns.venue[row], columns.place[row]];
      }, tools);
    },
    claims: function (rows, tools) {
      var columns = tools.data.columns;
      return table(tools.data.heads, rows, function (row) {
        return [columns.metric[row], columns.value[row], columns.on[row], columns.versus[row], link(tools, row), columns.year_text[row]];
      }, tools);
    }
  };
})();
