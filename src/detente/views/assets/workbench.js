// The workbench's page: feeds charts, keeps what waits, says the answer once, and takes keys. No state of its own.
const $ = (id) => document.getElementById(id);
const desk = $("desk");
const OPTIONS = { renderer: "svg", actions: false, ast: true, defaultStyle: false, tooltip: false };
const SLOW = 300; // ms before anything shows that an answer is on its way
const EVERY = 200; // ms between looks at how far it is
const QUIET = 700; // ms of rest before a screen reader is told

// Charts: embedded once, fed by changed rows, embedded anew when more than rows changed.

const live = new Map(); // id -> {box, view, shape, rows}
let theatre = null;
const map = () => (theatre ??= fetch("/theatre.json").then((answer) => answer.json()));

async function withMap(spec) {
  if (spec.datasets && "geo" in spec.datasets && !spec.datasets.geo.length) spec.datasets.geo = await map();
  return spec;
}

const copied = (rows) => rows.map((row) => ({ ...row }));

async function draw(id, spec) {
  const box = document.querySelector(`[data-chart="${CSS.escape(id)}"]`);
  if (!box) return;
  if (!box.clientWidth) return void (box.dataset.waits = "yes");
  const { datasets = {}, ...rest } = spec;
  const shape = JSON.stringify(rest);
  const old = live.get(id);
  if (old && old.box === box && old.shape === shape && box.firstElementChild) {
    let changed = false;
    for (const [name, rows] of Object.entries(datasets)) {
      const now = JSON.stringify(rows);
      if (name === "geo" || old.rows[name] === now) continue;
      old.view.data(name, copied(rows));
      old.rows[name] = now;
      changed = true;
    }
    if (changed) await old.view.runAsync();
    return;
  }
  const rows = Object.fromEntries(Object.entries(datasets).map(([name, value]) => [name, JSON.stringify(value)]));
  old?.result.finalize();
  try {
    const result = await window.vegaEmbed(box, await withMap(structuredClone(spec)), OPTIONS);
    const svg = box.querySelector("svg");
    svg?.setAttribute("aria-hidden", "true");
    svg?.setAttribute("focusable", "false");
    live.set(id, { box, view: result.view, result, shape, rows });
    delete box.dataset.waits;
    listen(id, result.view);
  } catch (error) {
    console.error(id, error);
  }
}

let charts = {};
let drawing = Promise.resolve();
function drawAll() {
  if (!$("charts")) return; // the first answer is still to come
  charts = JSON.parse($("charts").textContent);
  for (const [id, one] of live) if (!one.box.isConnected) (one.result.finalize(), live.delete(id));
  const wanted = charts;
  drawing = drawing.then(async () => {
    for (const [id, spec] of Object.entries(wanted)) {
      if (wanted !== charts) return; // a newer answer is here
      await draw(id, spec);
    }
    document.documentElement.dataset.ready = String(performance.now());
  });
}

// A click on a mark whose row names a state: rows may carry "set", a {name: value} that goes into the form.
function listen(id, view) {
  view.addEventListener("click", (event, item) => item?.datum?.set && assign(item.datum.set));
}

function assign(values) {
  for (const [name, value] of Object.entries(values)) {
    let field = desk.elements[name];
    if (!field) {
      field = document.createElement("input");
      field.type = "hidden";
      field.name = name;
      $("bench").prepend(field);
    }
    field.value = value;
  }
  desk.dispatchEvent(new Event("change", { bubbles: true }));
}

// Sliders say their value before the server does.

const shown = (value, digits) => {
  const text = Number(value).toLocaleString("en", { maximumFractionDigits: digits, minimumFractionDigits: 0 });
  return text.replace(/^-/, "−").replace(/^(−?)0\./, "$1.");
};

function say(slider) {
  const { low, high, was, digits } = slider.dataset;
  const out = $(slider.id.replace(/^n-/, "o-"));
  const now = shown(slider.value, digits);
  const moved = now !== shown(was, digits);
  out.replaceChildren(now);
  if (moved) {
    const small = document.createElement("small");
    small.textContent = `was ${shown(was, digits)}`;
    out.append(" ", small);
  }
  const outside = +slider.value < +low || +slider.value > +high ? ", outside the range in the case" : "";
  slider.setAttribute("aria-valuetext", `${now}${moved ? `, was ${shown(was, digits)}` : ""}${outside}`);
}

function moved(event) {
  if (event.target.dataset.was === undefined) return;
  say(event.target);
  desk.elements["view.moved"].value = event.target.name.replace("number.", "");
}
desk.addEventListener("input", moved, true);
// A field to pick from a list acts once something of the list is chosen, not on every letter.
desk.addEventListener("input", (event) => event.target.dataset.pick !== undefined && event.stopPropagation(), true);

// Answers: what waits keeps what it showed, fields follow the server, and the finding is said once it rests.

htmx.registerExtension("keep-stale", {
  htmx_before_morph_node: (element, detail) => {
    if (element.tagName === "DETAILS" && element.open) detail.newNode.open = true; // what was opened stays open
    if (!detail.newNode.matches?.("[data-stale]") || element.matches("[data-stale]")) return true;
    element.classList.add("stale");
    return false;
  },
});

let timer = 0;
function told() {
  clearTimeout(timer);
  timer = setTimeout(() => {
    const said = $("finding").textContent;
    if ($("said").textContent !== said) $("said").textContent = said;
  }, QUIET);
}

function follow() {
  for (const field of desk.elements) {
    if (field === document.activeElement) continue;
    if (field.type === "checkbox" || field.type === "radio") field.checked = field.defaultChecked;
    else if (field.type === "range" || field.tagName === "INPUT") field.value = field.defaultValue;
  }
  const picked = document.querySelector("[data-pick]");
  if (picked && picked === document.activeElement) picked.value = "";
}

// What takes longer than a moment is shown, and can be stopped.

const page = crypto.randomUUID();
const flying = new Map(); // questions under way -> whether they only follow up an answer
let waiting = 0;
let telling = 0;
function showBusy() {
  const following = [...flying.values()].every(Boolean);
  $("busy").hidden = !flying.size;
  $("busy").classList.toggle("following", following);
  $("bench").classList.toggle("slow", flying.size > 0 && !following);
  clearInterval(telling);
  toldSoFar(0, 0);
  if (flying.size && !following) telling = setInterval(howFar, EVERY);
}

function toldSoFar(done, total) {
  const share = total ? Math.round((100 * done) / total) : 0;
  $("doing").textContent = total ? `Playing ${total.toLocaleString("en")} futures: ${share} %` : "Working";
  $("busy").style.setProperty("--done", `${share}%`);
  $("busy").classList.toggle("known", total > 0);
}

async function howFar() {
  try {
    const { done, total } = await (await fetch(`/progress?page=${page}`, { cache: "no-store" })).json();
    if (flying.size) toldSoFar(done, total);
  } catch {
    clearInterval(telling); // the server is gone, and the page says so
  }
}

// What was to follow an answer must not overtake a newer question: it is neither asked while one is under way, nor
// once one was asked.
addEventListener("htmx:config:request", (event) => {
  const following = event.detail.ctx.sourceElement.dataset.follow !== undefined;
  if (following && [...flying.values()].includes(false)) event.preventDefault();
  event.detail.ctx.request.headers["X-Page"] = page;
});
addEventListener("htmx:before:request", (event) => {
  const { ctx } = event.detail;
  for (const one of document.querySelectorAll("[data-follow]")) if (one !== ctx.sourceElement) one.remove();
  flying.set(ctx, ctx.sourceElement.dataset.follow !== undefined);
  clearTimeout(waiting);
  waiting = setTimeout(showBusy, SLOW);
});
addEventListener("htmx:finally:request", (event) => {
  flying.delete(event.detail.ctx);
  if (flying.size) return;
  clearTimeout(waiting);
  showBusy();
});
addEventListener("htmx:after:swap", () => {
  if ($("finding") && !$("notice").contains(document.activeElement)) follow();
  $("notice").querySelector(".wrong") || $("notice").replaceChildren();
  drawAll();
  told();
});
addEventListener("htmx:before:swap", (event) => {
  const ctx = event.detail?.ctx;
  if (ctx?.response?.status >= 400) return; // nothing is swapped, and what went wrong is to be read
  if (ctx?.target?.id === "bench") $("notice").replaceChildren();
});
$("stop").addEventListener("click", () => {
  for (const one of [desk, ...document.querySelectorAll("[data-follow]")]) one.dispatchEvent(new Event("htmx:abort"));
  document.activeElement?.blur();
  follow(); // the fields go back to the answer that stays
});

// A server that is gone: the last answer stays, and the page asks again once it is back.

let asking = 0;
function gone() {
  $("gone").hidden = false;
  clearInterval(asking);
  asking = setInterval(async () => {
    try {
      const answer = await fetch("/here", { cache: "no-store" });
      if (!answer.ok) return;
      clearInterval(asking);
      $("gone").hidden = true;
      desk.dispatchEvent(new Event("change", { bubbles: true }));
    } catch {
      // still gone
    }
  }, 2000);
}
addEventListener("htmx:error", (event) => {
  if (event.detail?.error instanceof TypeError) gone();
});
addEventListener("htmx:response:error", (event) => {
  const p = document.createElement("p");
  p.className = "wrong";
  p.setAttribute("role", "alert");
  p.textContent = event.detail?.ctx?.text || "The workbench could not answer.";
  $("notice").replaceChildren(p);
});

// Keys, when no field has the focus.

const letters = $("letters");
letters.checked = localStorage.getItem("letters") !== "off";
letters.addEventListener("change", () => localStorage.setItem("letters", letters.checked ? "on" : "off"));
// A dialog that has just closed keeps the focus until the next frame: keys are the page's again at once.
const FIELDS = "input:not([type=checkbox],[type=radio]), select, textarea, dialog[open]";
const typing = (target) => target.closest?.(FIELDS);

// Space and arrows belong to whatever has the focus and knows what to do with them.
const moves = (event) => /^( |Arrow.*)$/.test(event.key) && event.target.closest?.("input, button, a, summary");

addEventListener("keydown", (event) => {
  if (moves(event)) return;
  if (event.ctrlKey || event.metaKey || event.altKey || !letters.checked || typing(event.target)) return;
  const tab = document.querySelector(`.tabs [data-key="${CSS.escape(event.key)}"]`);
  if (tab) tab.click();
  else if (event.key === "?") $("keys").showModal();
  else if (event.key === "/") document.querySelector("input[type=search], [data-pick]")?.focus();
  else {
    const named = document.querySelector(`[data-press="${CSS.escape(event.key)}"]`);
    if (!named) return;
    named.click();
  }
  event.preventDefault();
});
$("keys-open").addEventListener("click", () => $("keys").showModal());
$("keys-close").addEventListener("click", () => $("keys").close());

addEventListener("click", async (event) => {
  const copy = event.target.closest?.("#copy");
  if (!copy) return;
  await navigator.clipboard.writeText(new URL(copy.dataset.address, location.href).href);
  copy.textContent = "Copied";
  setTimeout(() => (copy.textContent = "Copy link"), 1500);
});

// Text is measured while it is laid out, so the fonts must be there first.
await Promise.all(["14px", "600 14px", "700 14px"].map((size) => document.fonts.load(`${size} "Source Sans 3"`)));
drawAll();
told();
new ResizeObserver(() => {
  for (const box of document.querySelectorAll("[data-waits]")) if (charts[box.dataset.chart]) draw(box.dataset.chart, charts[box.dataset.chart]);
}).observe($("bench"));

export { assign, live };
