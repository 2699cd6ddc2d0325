// Narrows a list while somebody types. Without this script the button beside the field does the same on the server.
(function () {
  "use strict";

  // Lower case, without accents: as people type it.
  function folded(text) {
    return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  }

  document.querySelectorAll("[data-filter]").forEach(function (list) {
    var field = document.getElementById(list.dataset.filter);
    var empty = document.getElementById(list.dataset.filterEmpty);
    if (!field) {
      return;
    }

    function narrow() {
      var words = folded(field.value).split(/\s+/);
      var left = 0;
      list.querySelectorAll("li").forEach(function (item) {
        if (item.hasAttribute("data-filter-always")) {
          return;
        }
        var text = folded(item.textContent);
        item.hidden = !words.every(function (word) { return text.indexOf(word) !== -1; });
        left += item.hidden ? 0 : 1;
      });
      if (empty) {
        empty.hidden = left > 0;
      }
    }

    field.addEventListener("input", narrow);
  });
})();
