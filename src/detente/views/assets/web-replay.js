// Replay: a future's days on the page itself. The slider, the arrows, the story's dates and Play move the map and the
// rule on the chart; the address keeps the day once it rests.
import { live } from "/assets/workbench.js";

const $ = (id) => document.getElementById(id);
const DAY = 86_400_000;
const FRAME = 90; // ms a day while it plays
const still = matchMedia("(prefers-reduced-motion: reduce)");
const short = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });

let film = null; // what is shown: the island's text and its data
let day = 0;
let playing = 0;
let resting = 0;

const iso = (at) => new Date(Date.parse(film.data.start) + at * DAY).toISOString().slice(0, 10);

function holders(at) {
  const { regions, changes, sides, lately } = film.data;
  const side = regions.map(([, first]) => first);
  const since = regions.map(() => -Infinity);
  for (const [when, place, to] of changes) {
    if (when > at) break;
    side[place] = to;
    since[place] = when;
  }
  return regions.map(([region], place) => ({ region, side: sides[side[place]], lately: at - since[place] < lately }));
}

function feed(id, name, rows) {
  const chart = live.get(id);
  if (!chart) return;
  chart.view.data(name, rows).runAsync();
  chart.rows[name] = ""; // the next answer brings its own rows
}

function show(at) {
  day = Math.min(Math.max(at, 0), film.data.days);
  const rows = holders(day);
  const said = `${short.format(new Date(iso(day)))}, day ${day}`;
  feed("holders", "holders", rows);
  const [first, last] = film.data.span;
  const inside = Math.min(Math.max(day, first), last);
  feed("margins", "now", [{ day: iso(inside), outside: inside !== day }]);
  $("day").value = day;
  $("day").setAttribute("aria-valuetext", said);
  $("day-said").textContent = said;
  $("replay-date").value = iso(day);
  for (const step of document.querySelectorAll("#story li[data-day]")) step.classList.toggle("later", +step.dataset.day > day);
  const title = document.querySelector("#figure-holders h3");
  if (title) title.textContent = sentence(rows);
  for (const [place, row] of [...document.querySelectorAll("#figure-holders .holders li")].entries()) {
    row.lastChild.textContent = ` ${film.data.names[rows[place].side]}`;
  }
  for (const [place, row] of [...document.querySelectorAll("#figure-holders tbody tr")].entries()) {
    const cells = row.querySelectorAll("td");
    cells[0].textContent = film.data.names[rows[place].side];
    cells[1].textContent = rows[place].lately ? "yes" : "";
  }
  clearTimeout(resting);
  resting = setTimeout(keep, 400);
}

function sentence(rows) {
  const held = rows.filter((row) => row.side === "challenger").length;
  const lately = rows.filter((row) => row.lately).length;
  const tail = lately ? `, ${lately} changed hands lately` : "";
  return `${short.format(new Date(iso(day)))}: ${film.data.names.challenger} holds ${held} of ${rows.length} regions${tail}`;
}

function keep() {
  const address = new URL(location.href);
  address.searchParams.set("date", iso(day));
  history.replaceState(history.state, "", address);
}

function stop() {
  clearInterval(playing);
  playing = 0;
  const button = $("play");
  if (!button) return;
  button.setAttribute("aria-pressed", "false");
  button.firstElementChild.textContent = "▶";
}

function play() {
  if (playing) return stop();
  if (still.matches) return show(day + 7); // a step, no motion
  if (day >= film.data.days) show(0);
  $("play").setAttribute("aria-pressed", "true");
  $("play").firstElementChild.textContent = "❚❚";
  playing = setInterval(() => (day >= film.data.days ? stop() : show(day + 1)), FRAME);
}

function open() {
  const island = $("film");
  if (!island) {
    stop();
    film = null;
    return;
  }
  if (film?.text === island.textContent) return;
  stop();
  film = { text: island.textContent, data: JSON.parse(island.textContent) };
  day = film.data.day;
}

document.addEventListener(
  "input",
  (event) => {
    if (event.target.dataset?.film === undefined) return;
    event.stopPropagation(); // days are shown here, without asking
    stop();
    show(+event.target.value);
  },
  true,
);
document.addEventListener("change", (event) => event.target.dataset?.film !== undefined && event.stopPropagation(), true);
document.addEventListener(
  "click",
  (event) => {
    if (!film) return;
    if (event.target.closest("#play")) return play();
    const step = event.target.closest("#story a[data-to]");
    if (!step || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    stop();
    show(+step.dataset.to);
  },
  true,
);
addEventListener("keydown", (event) => {
  if (!film || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || !$("letters").checked) return;
  if (event.target.closest?.("input, select, textarea, dialog, summary, button, .scroll")) return;
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (step) show(day + step * (event.shiftKey ? 7 : 1));
  else if (event.key === " " && !event.target.closest?.("a")) play();
  else return;
  if (step) stop();
  event.preventDefault();
});
addEventListener("htmx:after:swap", open);
open();
