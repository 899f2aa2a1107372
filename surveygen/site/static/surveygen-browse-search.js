/* Text search: words without regard to case and accents, "phrases", and -words that must not occur. */
(function () {
  "use strict";
  var app = window.surveygen = window.surveygen || {};
  /* Letters that no accent can be taken from. */
  var OTHER = {
    "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ł": "l",
    "ŋ": "n", "þ": "th", "ŧ": "t", "’": "'", "‘": "'", "“": "\"", "”": "\"", "–": "-", "—": "-", "‐": "-"
  };
  var OTHERS = new RegExp("[" + Object.keys(OTHER).join("") + "]", "g");
  var ASCII = /^[\x00-\x7f]*$/;

  /* What two spellings of a text have in common. */
  function fold(text) {
    var lower = text.toLowerCase();
    if (ASCII.test(lower)) { return lower; }
    return lower.normalize("NFKD").replace(/[\u0300-\u036f]/g, "")
      .replace(OTHERS, function (letter) { return OTHER[letter]; });
  }

  /* A function that says whether a folded text has what a query asks for. */
  function matcher(query) {
    var wanted = [];
    var unwanted = [];
    var parts = fold(query).match(/-?"[^"]*"?|\S+/g) || [];
    parts.forEach(function (part) {
      var bare = part.replace(/^-/, "").replace(/"/g, "").trim();
      if (bare) { (part[0] === "-" && part.length > 1 ? unwanted : wanted).push(bare); }
    });
    return function (text) {
      return wanted.every(function (word) { return text.indexOf(word) >= 0; }) &&
        unwanted.every(function (word) { return text.indexOf(word) < 0; });
    };
  }

  app.fold = fold;
  app.matcher = matcher;
})();
