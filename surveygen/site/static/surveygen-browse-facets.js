/* Which rows a choice leaves, and for every value of every facet how many rows it would leave.

   A facet's own choice does not count for its own numbers: they say what else could be chosen. Values of one
   facet are alternatives, facets are conditions that all hold, and what is excluded is never shown. */
(function () {
  "use strict";
  var app = window.surveygen = window.surveygen || {};

  /* For each facet, the values of each row; of a tree also all values above them. */
  function prepare(data) {
    data.facets.forEach(function (facet) {
      facet.rows = data.columns["facet:" + facet.name];
      if (facet.kind !== "tree") { return; }
      var above = facet.values.map(function (value, place) {
        var path = [];
        for (var at = place; at >= 0; at = facet.values[at][2]) { path.push(at); }
        return path;
      });
      facet.rows = facet.rows.map(function (values) {
        var all = new Set();
        values.forEach(function (value) { above[value].forEach(function (one) { all.add(one); }); });
        return Array.from(all);
      });
    });
  }

  function allows(facet, choice, row) {
    var values = facet.rows[row];
    if (facet.kind === "range") {
      return values === null ? !choice.from && !choice.to
        : (!choice.from || values >= choice.from) && (!choice.to || values <= choice.to);
    }
    var isIn = !choice.include.size;
    for (var n = 0; n < values.length; n += 1) {
      if (choice.exclude.has(values[n])) { return false; }
      isIn = isIn || choice.include.has(values[n]);
    }
    return isIn;
  }

  /* {rows, counts}: rows in their order; counts by facet, a number for each value. */
  function select(data, state, isFound) {
    var rows = [];
    var counts = data.facets.map(function (facet) {
      return facet.kind === "range" ? null : new Uint32Array(facet.values.length);
    });
    var active = data.facets.map(function (facet) { return app.isChosen(facet, state.facets[facet.name]); });

    function count(place, row) {
      if (!counts[place]) { return; }
      var values = data.facets[place].rows[row];
      for (var n = 0; n < values.length; n += 1) { counts[place][values[n]] += 1; }
    }

    for (var row = 0; row < data.length; row += 1) {
      if (!isFound(row)) { continue; }
      var refused = -1;
      var refusals = 0;
      for (var place = 0; place < data.facets.length && refusals < 2; place += 1) {
        var facet = data.facets[place];
        if (active[place] && !allows(facet, state.facets[facet.name], row)) {
          refused = place;
          refusals += 1;
        }
      }
      if (refusals === 0) {
        rows.push(row);
        for (place = 0; place < data.facets.length; place += 1) { count(place, row); }
      } else if (refusals === 1) {
        count(refused, row);
      }
    }
    return { rows: rows, counts: counts };
  }

  app.isChosen = function (facet, choice) {
    return facet.kind === "range" ? Boolean(choice.from || choice.to)
      : choice.include.size > 0 || choice.exclude.size > 0;
  };
  app.prepareFacets = prepare;
  app.selectRows = select;
})();
