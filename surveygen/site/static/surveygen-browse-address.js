/* What is chosen, as the part of the address behind "#", so that a link leads to the same view.

   That part needs no server and works from a disk. Only what differs from a fresh page stands in it. */
(function () {
  "use strict";
  var app = window.surveygen = window.surveygen || {};
  var LONGEST = 6000;

  function fresh(data) {
    var facets = {};
    data.facets.forEach(function (facet) {
      facets[facet.name] = facet.kind === "range" ? { from: 0, to: 0 }
        : { include: new Set(), exclude: new Set() };
    });
    return {
      query: "", facets: facets, sort: data.sorts[0][0], view: data.views[0][0], page: 1,
      selected: new Set(), onlySelected: false
    };
  }

  function idOf(facet, value) { return facet.values[value][0]; }

  function toAddress(data, state) {
    var usual = fresh(data);
    var parts = new URLSearchParams();
    if (state.query.trim()) { parts.set("q", state.query.trim()); }
    data.facets.forEach(function (facet) {
      var choice = state.facets[facet.name];
      if (facet.kind === "range") {
        if (app.isChosen(facet, choice)) { parts.set(facet.name, (choice.from || "") + "-" + (choice.to || "")); }
        return;
      }
      Array.from(choice.include).sort(byNumber).forEach(function (value) { parts.append(facet.name, idOf(facet, value)); });
      Array.from(choice.exclude).sort(byNumber).forEach(function (value) { parts.append("not-" + facet.name, idOf(facet, value)); });
    });
    if (state.sort !== usual.sort) { parts.set("sort", state.sort); }
    if (state.view !== usual.view) { parts.set("view", state.view); }
    if (state.page > 1) { parts.set("page", String(state.page)); }
    var selected = Array.from(state.selected).sort(byNumber).map(function (row) { return data.columns.key[row]; }).join(",");
    if (selected && selected.length <= LONGEST) { parts.set("selected", selected); }
    if (state.onlySelected) { parts.set("only", "selected"); }
    var text = parts.toString();
    return text ? "#" + text : "";
  }

  function byNumber(one, other) { return one - other; }

  function fromAddress(data, hash) {
    var state = fresh(data);
    var parts = new URLSearchParams(hash.replace(/^#/, ""));
    state.query = parts.get("q") || "";
    data.facets.forEach(function (facet) {
      var choice = state.facets[facet.name];
      if (facet.kind === "range") {
        var range = /^(\d*)-(\d*)$/.exec(parts.get(facet.name) || "");
        if (range) { choice.from = Number(range[1]); choice.to = Number(range[2]); }
        return;
      }
      facet.values.forEach(function (value, place) {
        if (parts.getAll(facet.name).indexOf(value[0]) >= 0) { choice.include.add(place); }
        if (parts.getAll("not-" + facet.name).indexOf(value[0]) >= 0) { choice.exclude.add(place); }
      });
    });
    state.sort = known(data.sorts, parts.get("sort"));
    state.view = known(data.views, parts.get("view"));
    state.page = Math.max(1, parseInt(parts.get("page"), 10) || 1);
    var keys = new Set((parts.get("selected") || "").split(","));
    if (data.columns.key) {
      data.columns.key.forEach(function (key, row) { if (keys.has(key)) { state.selected.add(row); } });
    }
    state.onlySelected = parts.get("only") === "selected" && state.selected.size > 0;
    return state;
  }

  function known(choices, name) {
    return choices.some(function (one) { return one[0] === name; }) ? name : choices[0][0];
  }

  app.toAddress = toAddress;
  app.fromAddress = fromAddress;
})();
