// What became of a form is said before all else. A page that comes anew begins at its top, and a screen reader does not
// say what stood on it from the beginning: so whoever cannot see it would not know whether it is saved.

const notice = document.querySelector('main [role="alert"], main .notice[role="status"]');
const place = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));

// Where the page leads to a place of its own, one stays there, and only hears it.
function say(words) {
  const spoken = document.createElement("p");
  spoken.className = "aloud";
  spoken.setAttribute("role", "status");
  document.querySelector("main").append(spoken);
  setTimeout(() => { spoken.textContent = words; }, 200); // it has to be there before it says something
}

function show() {
  notice.tabIndex = -1;
  notice.focus();
}

if (notice && !document.querySelector("[autofocus]")) {
  if (place && !place.contains(notice)) say(notice.querySelector("span")?.textContent ?? notice.textContent);
  else show();
}
