// The reasons of a week stand below the person whose week was pressed. They have the focus, so that they are read out and
// Tab goes on in them, and Escape leads back to the week.

let from;

document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  from = detail.requestConfig.elt;
  detail.target.closest(".reason").hidden = false;
});
document.addEventListener("htmx:afterSwap", ({ detail }) => {
  detail.target.tabIndex = -1;
  detail.target.focus({ preventScroll: true });
});
document.addEventListener("keydown", ({ key, target }) => {
  if (key === "Escape" && target.closest(".reason")) from?.focus();
});
