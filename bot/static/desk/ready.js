// A ready answer goes into the box at once. Without this script the server does the same.
const box = document.querySelector("#text");
const ready = document.querySelector("#ready");

function put(event) {
  const words = ready.selectedOptions[0]?.dataset.words;
  if (words === undefined) return; // not in her language: the server says what can be done
  event.preventDefault();
  box.value = [box.value.trimEnd(), words].filter(Boolean).join("\n");
  box.focus();
  box.dispatchEvent(new Event("input", { bubbles: true }));
}

if (box && ready) document.querySelector("button[name=put]").addEventListener("click", put);
