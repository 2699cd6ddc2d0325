// Keeps the status on a case page fresh. Without this script the page still works: reloading shows the same.
(function () {
  "use strict";
  var region = document.querySelector("[data-refresh]");
  var news = document.getElementById("stand-nieuws");
  if (!region || !window.fetch) {
    return;
  }
  var etag = null;
  var pause = 3000; // milliseconds; grows while nothing changes

  // Somebody who reads with the keyboard or selects text must not lose their place.
  function inUse() {
    var selection = document.getSelection();
    return region.contains(document.activeElement) || (selection && !selection.isCollapsed && region.contains(selection.anchorNode));
  }

  function show(html) {
    var first = etag === null;
    if (region.innerHTML.trim() === html.trim()) {
      return;
    }
    region.innerHTML = html;
    if (!first && news) {
      news.textContent = "De stand van de zaak is bijgewerkt.";
    }
    pause = 3000;
  }

  function ask() {
    if (document.hidden || inUse()) {
      return again();
    }
    fetch(region.dataset.refresh, { headers: etag ? { "If-None-Match": etag } : {}, credentials: "same-origin", redirect: "error", cache: "no-store" })
      .then(function (answer) {
        if (answer.status !== 200) {
          return;
        }
        return answer.text().then(function (html) {
          if (!inUse()) {
            show(html);
            etag = answer.headers.get("ETag");
          }
        });
      })
      .catch(function () {})
      .then(again);
  }

  function again() {
    pause = Math.min(pause * 1.2, 30000);
    window.setTimeout(ask, pause);
  }

  again();
})();
