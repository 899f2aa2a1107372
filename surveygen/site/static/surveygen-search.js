/* The search page: Pagefind's results as links with the words around what was found. */
(function () {
  "use strict";
  var PAGE = 20;
  /* The filter by which Pagefind tells the bundles apart that it has put together. */
  var BUNDLE = "surveygen-bundle";

  /* Excerpts come as HTML with <mark>; text and marks are taken from it, nothing else. */
  function excerpt(html) {
    var found = document.createElement("p");
    var parsed = new DOMParser().parseFromString(html, "text/html");
    parsed.body.childNodes.forEach(function (node) {
      if (node.nodeName !== "MARK") { found.append(node.textContent); return; }
      var mark = document.createElement("mark");
      mark.textContent = node.textContent;
      found.append(mark);
    });
    return found;
  }

  function item(data) {
    var link = document.createElement("a");
    link.href = data.url;
    link.textContent = data.meta.title || data.url;
    link.dir = "auto";
    var box = document.createElement("div");
    box.append(link, excerpt(data.excerpt));
    var row = document.createElement("li");
    row.append(box);
    return row;
  }

  function option(select, value, text, n) {
    var made = document.createElement("option");
    made.value = value;
    made.textContent = text + " (" + n + ")";
    select.append(made);
  }

  /* Sections in the order of the survey, topics below theirs; years from the newest. */
  function fill(form, filters) {
    var known = filters.section || {};
    JSON.parse(form.dataset.sections).forEach(function (section) {
      if (known[section[1]]) { option(form.section, section[1], "\u2003".repeat(section[0]) + section[1], known[section[1]]); }
    });
    var years = filters.year || {};
    Object.keys(years).sort().reverse().forEach(function (year) { option(form.year, year, year, years[year]); });
  }

  function folded(text) {
    return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  }

  /* Where a bundle has no word that begins as the one asked for, Pagefind takes the nearest one, as
     "spike" for "spikegpt". That helps where no page has the word; where another bundle has it, it
     does not. This gives the names of the bundles to search. */
  function knowing(pagefind, names) {
    var known = new Map();

    function begins(word, name) {
      return pagefind.search(word, { filters: of([name]) }).then(function (found) {
        return found.results.length ? found.results[0].data() : null;
      }).then(function (data) {
        var marks = data ? new DOMParser().parseFromString(data.excerpt, "text/html").querySelectorAll("mark") : [];
        return Array.from(marks).some(function (mark) { return folded(mark.textContent).includes(word); });
      });
    }

    function ask(word) {
      return pagefind.search('"' + word + '"').then(function (found) {
        var counts = found.filters[BUNDLE] || {};
        return Promise.all(names.map(function (name) { return counts[name] ? true : begins(word, name); }));
      }).then(function (answers) {
        var found = names.filter(function (name, at) { return answers[at]; });
        return found.length ? found : names;
      });
    }

    return function (words) {
      if (words.includes('"')) { return Promise.resolve(names); }
      var parts = folded(words).split(/[^\p{L}\p{N}]+/u).filter(Boolean);
      return Promise.all(parts.map(function (word) {
        if (!known.has(word)) { known.set(word, ask(word)); }
        return known.get(word);
      })).then(function (all) {
        return names.filter(function (name) { return all.every(function (some) { return some.includes(name); }); });
      });
    };
  }

  function of(names) {
    var found = {};
    found[BUNDLE] = { any: names };
    return found;
  }

  function start(form, pagefind, names, filters) {
    var bundles = knowing(pagefind, names);
    var count = document.getElementById("sg-search-count");
    var list = document.getElementById("sg-search-results");
    var more = document.getElementById("sg-search-more");
    var results = [];
    var asked = 0;
    fill(form, filters);

    function choice() {
      var found = {};
      if (form.section.value) { found.section = form.section.value; }
      if (form.year.value) { found.year = form.year.value; }
      return found;
    }

    function show(number) {
      var from = list.children.length;
      var part = results.slice(from, from + PAGE);
      return Promise.all(part.map(function (one) { return one.data(); })).then(function (all) {
        if (number !== asked) { return; }
        all.forEach(function (data) { list.append(item(data)); });
        more.hidden = list.children.length >= results.length;
      });
    }

    function search() {
      var number = asked += 1;
      var words = form.q.value.trim();
      remember(words);
      if (!words && !form.section.value && !form.year.value) {
        results = [];
        list.replaceChildren();
        count.textContent = "";
        more.hidden = true;
        return;
      }
      bundles(words).then(function (some) {
        return pagefind.search(words || null, { filters: Object.assign(of(some), choice()) });
      }).then(function (found) {
        if (number !== asked) { return; }
        results = found.results;
        list.replaceChildren();
        var n = results.length;
        count.textContent = n === 0 ? form.dataset.none : n === 1 ? form.dataset.one
          : form.dataset.many.replace("{n}", n.toLocaleString(document.documentElement.lang || "en"));
        show(number);
      });
    }

    function remember(words) {
      var parts = new URLSearchParams();
      if (words) { parts.set("q", words); }
      if (form.section.value) { parts.set("section", form.section.value); }
      if (form.year.value) { parts.set("year", form.year.value); }
      var text = parts.toString();
      history.replaceState(null, "", text ? "?" + text : location.pathname);
    }

    var waiting = 0;
    form.q.addEventListener("input", function () {
      clearTimeout(waiting);
      waiting = setTimeout(search, 150);
    });
    form.section.addEventListener("change", search);
    form.year.addEventListener("change", search);
    form.addEventListener("submit", function (event) { event.preventDefault(); search(); });
    more.addEventListener("click", function () {
      var first = list.children.length;
      show(asked).then(function () { list.children[first].querySelector("a").focus(); });
    });
    var asks = new URLSearchParams(location.search);
    form.q.value = asks.get("q") || "";
    form.section.value = asks.get("section") || "";
    form.year.value = asks.get("year") || "";
    form.hidden = false;
    form.dataset.ready = "";
    if (!form.q.value) { form.q.focus(); }
    search();
  }

  document.addEventListener("DOMContentLoaded", function () {
    var form = document.getElementById("sg-search");
    var words = new URLSearchParams(location.search).get("q") || "";
    if (location.protocol === "file:") {
      if (form.dataset.browse) {
        location.replace(form.dataset.browse + (words ? "#" + new URLSearchParams({ q: words }) : ""));
      }
      return;
    }
    var program = new URL(form.dataset.program, location.href);
    var names = form.dataset.bundles.split(" ");
    function apart(name) {
      var filter = {};
      filter[BUNDLE] = name;
      return { mergeFilter: filter };
    }
    import(program.href).then(function (pagefind) {
      return pagefind.options(apart(names[0])).then(function () {
        return Promise.all(names.slice(1).map(function (name) {
          return pagefind.mergeIndex(new URL("../" + name + "/", program).href, apart(name));
        }));
      }).then(function () { return pagefind.filters(); })
        .then(function (filters) { start(form, pagefind, names, filters); });
    }).catch(function () {
      document.getElementById("sg-search-count").textContent = form.dataset.failed;
    });
  });
})();
