// Replaces the stills of a report with live drawings, and opens what is folded when it is printed.
const read = (id) => JSON.parse(document.getElementById(id).textContent);
const { shared, specs } = read("specs");
const geo = read("geo");
const options = { renderer: "svg", actions: false, ast: true, defaultStyle: false, tooltip: false };

// A dataset travels as its columns' names and rows of values.
function unpacked({ columns, rows }) {
  return rows.map((row) => Object.fromEntries(row.map((value, place) => [columns[place], value])));
}

async function draw(box) {
  const own = specs[box.dataset.chart];
  if (!own || box.dataset.drawn || !box.clientWidth) return;
  box.dataset.drawn = "begun";
  const spec = { ...shared, ...own, datasets: {} };
  for (const [name, rows] of Object.entries(own.datasets)) spec.datasets[name] = rows.rows ? unpacked(rows) : rows;
  if ("geo" in spec.datasets) spec.datasets.geo = geo;
  const live = box.querySelector(".live");
  try {
    await window.vegaEmbed(live, spec, options);
    const svg = live.querySelector("svg");
    svg.setAttribute("aria-hidden", "true");
    svg.setAttribute("focusable", "false");
    box.dataset.drawn = "yes";
  } catch (error) {
    live.replaceChildren(); // the still stays
    console.error(box.dataset.chart, error);
  }
}

const shown = () => [...document.querySelectorAll(".drawing")].filter((box) => !box.closest("details:not([open])"));

// Text is measured while it is laid out, so the fonts must be there first.
await Promise.all(["14px", "600 14px", "700 14px"].map((size) => document.fonts.load(`${size} "Source Sans 3"`)));
for (const box of shown()) await draw(box);
document.documentElement.dataset.ready = "yes";

document.addEventListener(
  "toggle",
  (event) => {
    if (event.target.open) event.target.querySelectorAll(".drawing").forEach(draw);
  },
  true,
);

function reveal() {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  for (let at = target.closest("details"); at; at = at.parentElement.closest("details")) at.open = true;
  target.scrollIntoView();
}
addEventListener("hashchange", reveal);
reveal();

let closed = [];
addEventListener("beforeprint", () => {
  closed = [...document.querySelectorAll("details:not([open])")];
  closed.forEach((one) => (one.open = true));
});
addEventListener("afterprint", () => closed.forEach((one) => (one.open = false)));
