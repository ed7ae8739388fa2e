// A browser cuts off what is pasted and does not fit, without a word. This says it, until something is changed.

const words = document.querySelector("main")?.dataset.cut;
let told;

function forget() {
  if (!told) return;
  told.box.removeAttribute("aria-describedby");
  if (told.before) told.box.setAttribute("aria-describedby", told.before);
  told.line.remove();
  told = undefined;
}

function tell(box) {
  const line = document.createElement("p");
  line.id = "cut-off";
  line.className = "amiss";
  line.setAttribute("role", "alert");
  line.textContent = words.replace("{count}", box.maxLength);
  told = { box, line, before: box.getAttribute("aria-describedby") };
  (box.closest("label") ?? box).after(line);
  box.setAttribute("aria-describedby", line.id);
}

document.addEventListener("paste", (event) => {
  const box = event.target;
  if (!words || !(box.maxLength > 0)) return;
  const room = box.maxLength - box.value.length + box.selectionEnd - box.selectionStart;
  const pasted = event.clipboardData.getData("text").replaceAll("\r\n", "\n");
  if (pasted.length > room) setTimeout(() => (forget(), tell(box))); // after the paste itself, which is a change too
});
document.addEventListener("input", forget);
