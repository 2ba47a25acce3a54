// The map's weeks: all are in the page, so sliding and playing ask nobody; the address follows when the hand rests.
import { live } from "/assets/workbench.js";

const FRAME = 250; // ms: four weeks a second
const $ = (id) => document.getElementById(id);
const still = matchMedia("(prefers-reduced-motion: reduce)");
let weeks = null;
let playing = 0;

// A share of futures as the server prints it.
function hundred(share) {
  if (share > 0 && share < 0.95) return "<1";
  if (share > 99.05 && share < 100) return ">99";
  return String(Math.floor(share + 0.5));
}

function feed(id, name, rows) {
  const one = live.get(id);
  if (!one) return;
  one.view.data(name, rows).runAsync();
  one.rows[name] = ""; // what the server sends next is drawn even if it is what it sent before
}

// What states the week that the server last answered for.
const stated = () => [$("finding"), document.querySelector("#figure-map figcaption")];

function show(week) {
  const values = weeks.share[week];
  feed("map", "shares", weeks.regions.map((region, at) => ({ region, share: values[at], set: { region } })));
  feed("region-curve", "cursor", [{ day: weeks.days[week] }]);
  values.forEach((share, at) => {
    $(`bar-${at}`).setAttribute("width", share);
    $(`held-${at}`).textContent = weeks.sides ? weeks.sides[share > 0 ? 1 : 0] : hundred(share);
  });
  for (const one of stated()) one?.classList.toggle("stale", week !== weeks.week);
}

function go(week, rest) {
  const slider = $("date-slider");
  slider.value = week;
  slider.dispatchEvent(new Event("input", { bubbles: true }));
  if (rest) slider.dispatchEvent(new Event("change", { bubbles: true }));
}

function pause(rest = true) {
  if (!playing) return;
  clearInterval(playing);
  playing = 0;
  const button = $("map-play");
  if (!button) return;
  button.textContent = "Play";
  button.setAttribute("aria-pressed", "false");
  if (rest) $("date-slider").dispatchEvent(new Event("change", { bubbles: true }));
}

function play() {
  const last = weeks.days.length - 1;
  if (+$("date-slider").value === last) go(0);
  $("map-play").textContent = "Pause";
  $("map-play").setAttribute("aria-pressed", "true");
  playing = setInterval(() => {
    const slider = $("date-slider");
    if (!slider || !weeks || +slider.value >= last) return pause();
    go(+slider.value + 1);
  }, FRAME);
}

function read() {
  const island = $("map-weeks");
  weeks = island ? JSON.parse(island.textContent) : null;
  if (!weeks) return pause(false);
  $("map-play").hidden = still.matches; // nothing moves by itself for those who asked for that
  for (const one of stated()) one?.classList.remove("stale");
  if (+$("date-slider").value !== weeks.week) show(+$("date-slider").value);
}

document.addEventListener(
  "input",
  (event) => {
    if (event.target.dataset?.local === undefined || !weeks) return;
    event.stopPropagation(); // the form asks the server on change alone
    show(+event.target.value);
  },
  true,
);
document.addEventListener("click", (event) => {
  const id = event.target.closest?.("button")?.id;
  if (!weeks) return;
  if (id === "map-play") playing ? pause() : play();
  const step = { "week-before": -1, "week-after": 1 }[id];
  if (!step) return;
  pause(false);
  go(Math.min(Math.max(+$("date-slider").value + step, 0), weeks.days.length - 1), true);
});
addEventListener("htmx:after:swap", read);
read();
