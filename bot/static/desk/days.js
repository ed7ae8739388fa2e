// A date field shows its day as the browser likes, often without a weekday. The words under it stay true.

document.addEventListener("change", async (event) => {
  const field = event.target;
  const words = field.parentElement?.querySelector(".inwords");
  if (!words || !["date", "datetime-local"].includes(field.type)) return;
  const answer = field.value && (await fetch(`/admin/day?on=${encodeURIComponent(field.value)}`).catch(() => null));
  words.textContent = answer?.ok && !answer.redirected ? await answer.text() : "";
});
