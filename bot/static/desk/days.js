// A date field shows its day as the browser likes, often without a weekday. The words under it stay true. A day that is
// written into a field which belongs to a choice makes that choice.

document.addEventListener("change", async (event) => {
  const field = event.target;
  if (field.value && field.dataset.picks) document.getElementById(field.dataset.picks).checked = true;
  const words = field.parentElement?.querySelector(".inwords");
  if (!words || !["date", "datetime-local"].includes(field.type)) return;
  const answer = field.value && (await fetch(`/admin/day?on=${encodeURIComponent(field.value)}`).catch(() => null));
  words.textContent = answer?.ok && !answer.redirected ? await answer.text() : "";
});
