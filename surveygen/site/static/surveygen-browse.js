/* The browse page: filters, lists and selection over the rows of a data script.

   Elements of the page stand in its template; this fills and updates them. What people work with (inputs,
   checkboxes, buttons) is made once and never made anew, so that the focus stays where it is. */
(function () {
  "use strict";
  var app = window.surveygen = window.surveygen || {};
  var PAGE = 50;
  var language = document.documentElement.lang || "en";
  var FEW = 8;

  function element(name, attributes, content) {
    var made = document.createElement(name);
    Object.keys(attributes || {}).forEach(function (key) {
      if (key === "text") { made.textContent = attributes.text; } else { made.setAttribute(key, attributes[key]); }
    });
    (content || []).forEach(function (one) { made.append(one); });
    return made;
  }

  function start(root) {
    var data = app.data;
    var words = data.words;
    var columns = data.columns;
    var state = app.fromAddress(data, location.hash);
    var texts = columns.title.map(function (_title, row) {
      return app.fold(data.text.map(function (name) { return columns[name][row]; }).join(" "));
    });
    var order = new Intl.Collator(language, { numeric: true, sensitivity: "base" });
    var shown = [];
    var part = {};
    root.querySelectorAll("[data-part]").forEach(function (one) { part[one.dataset.part] = one; });
    app.prepareFacets(data);

    function say(name, n, more) {
      var forms = words[name];
      var text = Array.isArray(forms) ? forms[n === 1 ? 0 : 1] : forms;
      return text.replace("{n}", n.toLocaleString(language))
        .replace("{more}", more === undefined ? "" : more);
    }

    /* -- what is shown ------------------------------------------------------------------------------------ */

    function filter() {
      var find = app.matcher(state.query);
      var hasQuery = state.query.trim() !== "";
      return app.selectRows(data, state, function (row) {
        return (!state.onlySelected || state.selected.has(row)) && (!hasQuery || find(texts[row]));
      });
    }

    var ranks = {};
    /* The place of every row in an order, counted once. */
    function rank(name) {
      if (!ranks[name]) {
        var sort = data.sorts.find(function (one) { return one[0] === name; });
        var values = columns[sort[2]];
        var rows = Array.from(values, function (_value, row) { return row; });
        var down = sort[3] === "down";
        rows.sort(function (one, other) {
          var a = values[one], b = values[other];
          if (a === b) { return one - other; }
          // What has no value stands last in either direction.
          if (a === null || a === "") { return 1; }
          if (b === null || b === "") { return -1; }
          var difference = typeof a === "number" ? a - b : order.compare(a, b);
          return (down ? -difference : difference) || one - other;
        });
        ranks[name] = new Uint32Array(rows.length);
        rows.forEach(function (row, place) { ranks[name][row] = place; });
      }
      return ranks[name];
    }

    function update() {
      var found = filter();
      var places = rank(state.sort);
      shown = found.rows.sort(function (one, other) { return places[one] - places[other]; });
      var pages = Math.max(1, Math.ceil(shown.length / PAGE));
      state.page = Math.min(state.page, pages);
      showFacets(found.counts);
      showChosen();
      showRows();
      part.count.textContent = say("count", shown.length, data.length.toLocaleString(language));
      part.none.hidden = shown.length > 0;
      part.pages.hidden = pages === 1;
      part.page.textContent = words.page.replace("{n}", state.page).replace("{more}", pages);
      part.before.disabled = state.page === 1;
      part.after.disabled = state.page === pages;
      showSelection();
    }

    var controls = {};
    /* A list of values of a facet, each to include or to exclude. */
    function buildFacet(facet) {
      var box = element("fieldset", { "class": "sg-facet" }, [element("legend", { text: facet.label })]);
      if (facet.kind === "range") { box.append(buildRange(facet)); return box; }
      var items = facet.values.map(function (value, place) { return buildValue(facet, value, place); });
      controls[facet.name] = items;
      var list = element("ul", {}, items.map(function (item) { return item.box; }));
      box.append(list);
      if (facet.kind !== "tree" && facet.values.length > FEW + 2) {
        list.classList.add("sg-few");
        items.forEach(function (item, place) { item.box.classList.toggle("sg-later", place >= FEW); });
        var more = element("button", { type: "button", "class": "sg-more", "aria-expanded": "false", text: say("all", facet.values.length) });
        more.addEventListener("click", function () {
          var isOpen = !list.classList.toggle("sg-few");
          more.setAttribute("aria-expanded", String(isOpen));
          more.textContent = isOpen ? words.fewer : say("all", facet.values.length);
        });
        box.append(more);
      }
      return box;
    }

    function buildValue(facet, value, place) {
      var input = element("input", { type: "checkbox" });
      var count = element("span", { "class": "sg-number" });
      var name = element("span", { text: value[1], dir: "auto" });
      var exclude = element("button", { type: "button", "class": "sg-exclude", "aria-pressed": "false", text: "−" });
      exclude.setAttribute("aria-label", words.exclude.replace("{more}", value[1]));
      exclude.title = exclude.getAttribute("aria-label");
      var box = element("li", {}, [element("label", {}, [input, name, count]), exclude]);
      if (facet.kind === "tree") { box.style.setProperty("--sg-depth", depth(facet, place)); }
      var choice = function () { return state.facets[facet.name]; };
      input.addEventListener("change", function () {
        choice().exclude.delete(place);
        if (input.checked) { choice().include.add(place); } else { choice().include.delete(place); }
        changed();
      });
      exclude.addEventListener("click", function () {
        choice().include.delete(place);
        if (!choice().exclude.delete(place)) { choice().exclude.add(place); }
        changed();
      });
      return { box: box, input: input, count: count, exclude: exclude };
    }

    function depth(facet, place) {
      var n = 0;
      for (var at = facet.values[place][2]; at >= 0; at = facet.values[at][2]) { n += 1; }
      return n;
    }

    function buildRange(facet) {
      function bound(name, label) {
        var input = element("input", { type: "number", min: facet.values[0], max: facet.values[1], step: 1, inputmode: "numeric", placeholder: name === "from" ? facet.values[0] : facet.values[1] });
        input.addEventListener("input", function () {
          state.facets[facet.name][name] = Math.max(0, parseInt(input.value, 10) || 0);
          state.page = 1;
          update();
          remember(true);
        });
        controls[facet.name] = controls[facet.name] || {};
        controls[facet.name][name] = input;
        return element("label", {}, [element("span", { text: label }), input]);
      }
      return element("div", { "class": "sg-range" }, [bound("from", words.from), bound("to", words.to)]);
    }

    function showFacets(counts) {
      data.facets.forEach(function (facet, place) {
        var choice = state.facets[facet.name];
        var made = controls[facet.name];
        if (facet.kind === "range") {
          ["from", "to"].forEach(function (name) {
            if (document.activeElement !== made[name]) { made[name].value = choice[name] || ""; }
          });
          return;
        }
        made.forEach(function (item, value) {
          var isIn = choice.include.has(value);
          var isOut = choice.exclude.has(value);
          if (item.input.checked !== isIn) { item.input.checked = isIn; }
          var pressed = String(isOut);
          if (item.exclude.getAttribute("aria-pressed") !== pressed) {
            item.exclude.setAttribute("aria-pressed", pressed);
            item.box.classList.toggle("sg-out", isOut);
          }
          if (item.n !== counts[place][value]) {
            item.n = counts[place][value];
            item.count.textContent = item.n.toLocaleString(language);
            item.box.classList.toggle("sg-empty", item.n === 0);
          }
          var isKept = isIn || isOut;
          if (item.isKept !== isKept) { item.isKept = isKept; item.box.classList.toggle("sg-kept", isKept); }
        });
      });
    }

    /* What is chosen, each with a button that takes it back. */
    function showChosen() {
      var chips = [];
      function chip(text, undo) {
        var button = element("button", { type: "button", "class": "sg-chip", text: text });
        button.setAttribute("aria-label", words.remove.replace("{more}", text));
        button.addEventListener("click", function () { undo(); part.count.focus(); changed(); });
        chips.push(element("li", {}, [button]));
      }
      data.facets.forEach(function (facet) {
        var choice = state.facets[facet.name];
        if (facet.kind === "range") {
          if (app.isChosen(facet, choice)) {
            chip(facet.label + ": " + (choice.from || "") + "–" + (choice.to || ""), function () { choice.from = choice.to = 0; });
          }
          return;
        }
        choice.include.forEach(function (value) {
          chip(facet.label + ": " + facet.values[value][1], function () { choice.include.delete(value); });
        });
        choice.exclude.forEach(function (value) {
          chip(facet.label + ": " + words.not.replace("{more}", facet.values[value][1]), function () { choice.exclude.delete(value); });
        });
      });
      part.chosen.replaceChildren.apply(part.chosen, chips);
      part.reset.hidden = !chips.length && !state.query && !state.onlySelected;
    }

    function showRows() {
      var rows = shown.slice((state.page - 1) * PAGE, state.page * PAGE);
      part.rows.className = "sg-results sg-as-" + state.view;
      part.rows.replaceChildren(app.views[state.view](rows, tools));
    }

    var tools = {
      data: data, element: element, say: say,
      checkbox: function (row) {
        var input = element("input", { type: "checkbox", "class": "sg-select", "aria-label": words.select.replace("{more}", columns.title[row]) });
        input.checked = state.selected.has(row);
        input.addEventListener("change", function () {
          if (input.checked) { state.selected.add(row); } else { state.selected.delete(row); }
          if (state.onlySelected && !state.selected.size) { state.onlySelected = false; }
          showSelection();
          remember(true);
        });
        return input;
      }
    };

    /* -- selection and files ------------------------------------------------------------------------------ */

    function chosenRows() {
      if (!state.selected.size) { return shown; }
      var places = rank(state.sort);
      return Array.from(state.selected).sort(function (one, other) { return places[one] - places[other]; });
    }

    function showSelection() {
      if (!part.selection) { return; }
      var n = state.selected.size;
      part.selected.textContent = n ? say("selected", n) : say("unselected", shown.length);
      part.clear.hidden = !n;
      part.only.hidden = !n;
      part.only.setAttribute("aria-pressed", String(state.onlySelected));
      part.whole.hidden = !shown.length || shown.every(function (row) { return state.selected.has(row); });
      part.whole.textContent = say("whole", shown.length);
      part.files.querySelectorAll("button").forEach(function (button) { button.disabled = !n && !shown.length; });
    }

    function note(text) { part.note.textContent = text; }

    if (part.selection) {
      data.formats.forEach(function (format) {
        var button = element("button", { type: "button", "class": "sg-button", text: format.label });
        button.addEventListener("click", function () {
          var rows = chosenRows();
          note("");
          app.download(format, rows).then(
            function () { note(say("written", rows.length, format.file)); },
            function () { note(words.failed.replace("{more}", format.script)); }
          );
        });
        part.files.append(element("li", {}, [button]));
      });
      part.clear.addEventListener("click", function () {
        state.selected.clear();
        state.onlySelected = false;
        part.whole.focus();
        changed();
      });
      part.whole.addEventListener("click", function () {
        shown.forEach(function (row) { state.selected.add(row); });
        changed(true);
        part.clear.focus();
      });
      part.only.addEventListener("click", function () { state.onlySelected = !state.onlySelected; changed(); });
      part.link.addEventListener("click", function () {
        var link = location.href;
        var copied = navigator.clipboard ? navigator.clipboard.writeText(link) : Promise.reject();
        copied.then(function () { note(words.copied); }, function () { note(link); });
      });
    }

    /* -- the address -------------------------------------------------------------------------------------- */

    function remember(isSmall) {
      var hash = app.toAddress(data, state);
      if (hash === location.hash || (!hash && !location.hash)) { return; }
      var address = hash || location.pathname + location.search;
      try {
        history[isSmall ? "replaceState" : "pushState"](null, "", address);
      } catch (refused) {
        location.replace(hash || "#");
      }
    }

    function changed(keepsPage) {
      if (!keepsPage) { state.page = 1; }
      update();
      remember(false);
    }

    function recall() {
      state = app.fromAddress(data, location.hash);
      part.query.value = state.query;
      part.sort.value = state.sort;
      part.views.querySelectorAll("input").forEach(function (input) { input.checked = input.value === state.view; });
      update();
    }

    /* -- building the page -------------------------------------------------------------------------------- */

    data.facets.forEach(function (facet) {
      var empty = facet.kind === "range" ? facet.values[0] === null : !facet.values.length;
      if (!empty) { part.facets.append(buildFacet(facet)); }
    });
    data.facets = data.facets.filter(function (facet) { return controls[facet.name]; });
    data.sorts.forEach(function (sort) { part.sort.append(element("option", { value: sort[0], text: sort[1] })); });
    data.views.forEach(function (view) {
      part.views.append(element("label", {}, [element("input", { type: "radio", name: "sg-browse-view", value: view[0] }), view[1]]));
    });
    part.views.hidden = data.views.length < 2;
    part.query.addEventListener("input", function () {
      state.query = part.query.value;
      state.page = 1;
      update();
      remember(true);
    });
    part.form.addEventListener("submit", function (event) { event.preventDefault(); });
    part.sort.addEventListener("change", function () { state.sort = part.sort.value; changed(); });
    part.views.addEventListener("change", function (event) { state.view = event.target.value; changed(true); });
    part.reset.addEventListener("click", function () {
      var selected = state.selected;
      state = app.fromAddress(data, "");
      state.selected = selected;
      part.query.value = "";
      part.sort.value = state.sort;
      part.views.querySelectorAll("input").forEach(function (input) { input.checked = input.value === state.view; });
      part.query.focus();
      changed();
    });
    [["before", -1], ["after", 1]].forEach(function (step) {
      part[step[0]].addEventListener("click", function () {
        state.page += step[1];
        changed(true);
        part.count.focus();
        part.count.scrollIntoView({ block: "nearest" });
      });
    });
    if (matchMedia("(max-width: 48em)").matches) { part.filters.open = false; }
    window.addEventListener("popstate", recall);
    window.addEventListener("hashchange", recall);
    recall();
    root.hidden = false;
    root.dataset.ready = "";
  }

  document.addEventListener("DOMContentLoaded", function () {
    var root = document.getElementById("sg-browse");
    if (root && app.data) { start(root); }
  });
})();
