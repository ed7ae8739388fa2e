// A tick for everybody on this page. Without this script people are ticked one by one.

const form = document.getElementById("several");
const all = document.getElementById("all-of-them");
const boxes = [...form.querySelectorAll('input[name="person"]')];

const show = () => {
  const ticked = boxes.filter((box) => box.checked).length;
  all.checked = ticked === boxes.length;
  all.indeterminate = ticked > 0 && ticked < boxes.length;
};

all.addEventListener("change", () => {
  for (const box of boxes) box.checked = all.checked;
  show();
});
form.addEventListener("change", (event) => {
  if (event.target !== all) show();
});
all.closest("p").hidden = false;
show();
