// Fills in the number that the QR code on a receipt carries behind the hash. Without this script it is typed.
(function () {
  "use strict";
  var field = document.getElementById("nummer");
  var number = decodeURIComponent(location.hash.slice(1)).slice(0, 40);
  if (!field || !/^L-[0-9A-Z-]+$/i.test(number)) {
    return;
  }
  field.value = number;
  document.querySelectorAll("[data-keep-number]").forEach(function (link) {
    link.hash = location.hash;
  });
  document.getElementById("geboortedatum").focus();
})();
