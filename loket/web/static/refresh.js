// Keeps the status on a case page fresh. Without this script the page still works: reloading shows the same.
// Only what changed is replaced, section by section: focus, typed text, a selection and open details stay where they are.
(function () {
  "use strict";
  var region = document.querySelector("[data-refresh]");
  var news = document.getElementById("stand-nieuws");
  if (!region || !window.fetch) {
    return;
  }
  var etag = null;
  var pause = 3000; // milliseconds; grows while nothing changes
  var shown = {}; // the sections as the server sent them last, by id: what a person did with them since is no news

  function parts(root) {
    return Array.prototype.slice.call(root.querySelectorAll("[data-part]"));
  }

  // Somebody who reads with the keyboard, types, chooses or selects text must not lose their place.
  function inUse(part) {
    var selection = document.getSelection();
    return part.contains(document.activeElement) || (selection && !selection.isCollapsed && part.contains(selection.anchorNode));
  }

  function replace(old, fresh) {
    var open = Array.prototype.map.call(old.querySelectorAll("details[id][open]"), function (found) { return found.id; });
    old.replaceWith(fresh);
    open.forEach(function (id) {
      var found = document.getElementById(id);
      if (found) {
        found.open = true;
      }
    });
  }

  // Returns whether everything that changed could be shown.
  function show(html) {
    var page = new DOMParser().parseFromString(html, "text/html");
    var whole = true, changed = false;
    parts(page).forEach(function (fresh) {
      var old = document.getElementById(fresh.id);
      var text = fresh.outerHTML;
      if (!old || shown[fresh.id] === text) {
        return;
      }
      if (inUse(old)) {
        whole = false;
        return;
      }
      replace(old, document.importNode(fresh, true));
      shown[fresh.id] = text;
      changed = true;
    });
    if (changed) {
      pause = 3000;
      if (news) {
        news.textContent = "De stand van de zaak is bijgewerkt.";
      }
    }
    return whole;
  }

  function ask() {
    if (document.hidden) {
      return again();
    }
    fetch(region.dataset.refresh, { headers: etag ? { "If-None-Match": etag } : {}, credentials: "same-origin", redirect: "error", cache: "no-store" })
      .then(function (answer) {
        if (answer.status !== 200) {
          return;
        }
        return answer.text().then(function (html) {
          if (show(html)) {
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

  parts(region).forEach(function (part) { shown[part.id] = part.outerHTML; });
  again();
})();
