// What a live page brings in takes nobody's place away: what was unfolded stays open, whoever uses the keyboard stays
// where she was, and a screen reader hears what changed. Without this script nothing changes by itself.

const main = document.querySelector("main");
const spoken = document.createElement("p");
spoken.className = "aloud";
spoken.setAttribute("role", "status"); // it is there before it says something: only then it is heard
main.append(spoken);

const PARTS = "a[href], button, summary, input:not([type=hidden]), select, textarea";
let before;

// The same button in the page that was, and in the one that came.
function sign(one) {
  if (one.id) return one.id;
  if (one.localName === "summary") return `summary of ${one.parentElement.id}`;
  const leads = one.getAttribute("href") ?? one.getAttribute("formaction") ?? one.form?.getAttribute("action");
  return [one.localName, leads, one.name, one.value].join(" ");
}

const news = () => main.querySelector("[data-news]")?.textContent.trim() ?? "";

function remember() {
  const focused = main.contains(document.activeElement) ? document.activeElement : null;
  before = {
    focused,
    mark: focused && sign(focused),
    region: focused?.parentElement?.closest("[sse-swap], [hx-get][id]"),
    open: [...main.querySelectorAll("details[id][open]")].map((one) => one.id),
    news: news(),
  };
}

function restore() {
  if (!before) return;
  const { focused, mark, region, open, news: heard } = before;
  before = undefined;
  for (const id of open) document.getElementById(id)?.setAttribute("open", "");
  if (news() !== heard) spoken.textContent = news();
  if (!focused || focused.isConnected) return;
  const same = [...main.querySelectorAll(PARTS)].find((one) => sign(one) === mark && one.checkVisibility());
  // Never the next button of its kind: the key that was on its way would press it.
  const place = same ?? (region?.isConnected ? region : document.getElementById(region?.id ?? "")) ?? main;
  if (!same) place.tabIndex = -1;
  place.focus({ preventScroll: true });
}

for (const event of ["htmx:beforeSwap", "htmx:sseBeforeMessage"]) document.addEventListener(event, remember);
for (const event of ["htmx:afterSwap", "htmx:sseMessage"]) document.addEventListener(event, restore);
