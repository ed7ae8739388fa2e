// A line of many points can be read point by point: the pointer shows the number. Without this the drawn line stays.

const LIBRARY = new URL("../vendor/uPlot.iife.min.js", import.meta.url);
const HEIGHT = 180;
const rtl = document.documentElement.dir === "rtl";

function loaded() {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = LIBRARY;
    script.onload = resolve;
    script.onerror = reject;
    document.head.append(script);
  });
}

function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function draw(graph) {
  const points = [...graph.querySelectorAll("li")];
  const values = points.map((point) => point.querySelector("data")).map((data) => (data ? Number(data.value) : null));
  const numbers = points.map((point) => point.querySelector(".number").firstChild.textContent);
  const labels = points.map((point) => point.querySelector("bdi").textContent);
  const place = document.createElement("div");
  const around = { stroke: colour("--soft"), grid: { stroke: colour("--line"), width: 1 }, ticks: { show: false } };
  const reading = document.createElement("p");
  const read = (at) => { reading.textContent = at == null ? "\u00a0" : `${labels[at]}: ${numbers[at]}`; };
  reading.className = "soft";
  place.setAttribute("aria-hidden", "true");
  graph.before(place);
  const chart = new uPlot(
    {
      width: graph.clientWidth,
      height: HEIGHT,
      legend: { show: false },
      hooks: { setCursor: [(drawn) => read(drawn.cursor.idx)] },
      scales: { x: { time: false, dir: rtl ? -1 : 1 }, y: { range: (_, low, high) => [Math.min(0, low), high || 1] } },
      axes: [{ ...around, values: (_, at) => at.map((one) => labels[one] ?? ""), space: 90 }, { ...around, side: rtl ? 1 : 3, size: 40 }],
      series: [{}, { stroke: colour("--accent"), width: 2.5, spanGaps: false }],
    },
    [values.map((_, at) => at), values],
    place,
  );
  place.append(reading);
  read(null);
  graph.classList.add("aloud");
  new ResizeObserver(() => chart.setSize({ width: place.clientWidth, height: HEIGHT })).observe(place.parentElement);
}

const graphs = document.querySelectorAll(".steps.many");
if (graphs.length) loaded().then(() => graphs.forEach(draw), () => undefined);
