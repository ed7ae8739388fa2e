// The frame of every page: what is open closes by Escape or a tap elsewhere, and the page one is on is in sight.

const opened = () => document.querySelectorAll(".side details[open]");

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  opened().forEach((one) => {
    one.open = false;
    one.querySelector("summary").focus();
  });
});
document.addEventListener("click", (event) => {
  opened().forEach((one) => {
    if (!one.contains(event.target)) one.open = false;
  });
});

const tabs = document.querySelector(".tabs ul");
const here = tabs?.querySelector("[aria-current]");
if (here) {
  const [row, tab] = [tabs.getBoundingClientRect(), here.getBoundingClientRect()];
  tabs.scrollLeft += tab.left + tab.width / 2 - row.left - row.width / 2;
}

// What was done, or why not, is read out, and Tab goes on from there: else everybody begins again at the top. Where the
// address names a place, one goes on from that place: then it is only read out, as if it came now.
const told = document.querySelector("main .notice:is([role=status], [role=alert])");
if (told && !document.querySelector("[autofocus]")) {
  if (location.hash) setTimeout(() => told.replaceChildren(...told.childNodes), 500);
  else {
    told.tabIndex = -1;
    told.focus();
  }
}
