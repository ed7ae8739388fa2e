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
