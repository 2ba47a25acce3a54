// Sliders over dates and over terms: the first keep a hidden date, both say their value in words before the server does.
const longDate = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });

// The words of a scale for a value: a stop's own, or those of the two stops that it lies between.
function words(scale, value) {
  const near = scale.reduce((one, other) => (Math.abs(other[0] - value) < Math.abs(one[0] - value) ? other : one));
  if (Math.abs(near[0] - value) <= 0.03) return near[1];
  const below = scale.filter(([stop]) => stop <= value).at(-1);
  const above = scale.find(([stop]) => stop >= value);
  return `between “${below[1]}” and “${above[1]}”`;
}

function put(slider, said) {
  slider.setAttribute("aria-valuetext", said);
  const out = document.querySelector(`output[for="${CSS.escape(slider.id)}"]`);
  if (out) out.textContent = said;
}

document.addEventListener(
  "input",
  (event) => {
    const { dates, scale } = event.target.dataset ?? {};
    if (dates) {
      const day = dates.split(" ")[event.target.value];
      document.getElementById("date-value").value = day;
      put(event.target, longDate.format(new Date(day)));
    } else if (scale) put(event.target, words(JSON.parse(scale), +event.target.value));
  },
  true, // before the form sends what the fields hold
);
