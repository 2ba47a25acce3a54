// Futures: dates that are dragged open on the chart go into the two fields, which the keyboard can set as well.
import { assign, live } from "/assets/workbench.js";

const heard = new WeakSet();
const iso = (time) => new Date(time).toISOString().slice(0, 10);

function listen() {
  const view = live.get("states")?.view;
  if (!view || heard.has(view) || !document.getElementById("brush-from")) return;
  heard.add(view);
  let chosen = null;
  try {
    view.addSignalListener("brush", (_, value) => (chosen = value.day ?? null));
  } catch {
    return; // drawn without a brush
  }
  // The form is asked once the hand lets go, not on every pixel.
  addEventListener("pointerup", () => {
    if (!chosen || live.get("states")?.view !== view) return;
    const [from, until] = [Math.min(...chosen), Math.max(...chosen)];
    chosen = null;
    assign({ "view.from": iso(from), "view.until": iso(until) });
  });
}

new MutationObserver(listen).observe(document.documentElement, { attributes: true, attributeFilter: ["data-ready"] });
addEventListener("htmx:after:swap", () => setTimeout(listen, 200));
listen();
