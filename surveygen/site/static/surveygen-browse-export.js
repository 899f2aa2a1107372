/* Files of chosen papers. Their pieces come from a script for each format, which is loaded when it is first
   asked for; nothing is written anew here, so a file has the bytes that `surveygen export --keys` writes. */
(function () {
  "use strict";
  var app = window.surveygen = window.surveygen || {};
  app.formats = app.formats || {};
  var loading = {};

  function load(format) {
    if (!loading[format.name]) {
      loading[format.name] = new Promise(function (done, failed) {
        var script = document.createElement("script");
        script.src = format.script;
        script.onload = function () { done(app.formats[format.name]); };
        script.onerror = function () { delete loading[format.name]; failed(new Error(format.script)); };
        document.head.appendChild(script);
      });
    }
    return loading[format.name];
  }

  /* The text of the file for these rows, in their order. */
  function fileText(format, rows) {
    return load(format).then(function (parts) {
      return parts.head + rows.map(function (row) { return parts.pieces[row]; }).join(parts.glue) + parts.tail;
    });
  }

  function download(format, rows) {
    return fileText(format, rows).then(function (text) {
      var link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([text], { type: format.type + ";charset=utf-8" }));
      link.download = format.file;
      document.body.appendChild(link);
      link.click();
      link.remove();
      setTimeout(function () { URL.revokeObjectURL(link.href); }, 60000);
    });
  }

  app.fileText = fileText;
  app.download = download;
})();
