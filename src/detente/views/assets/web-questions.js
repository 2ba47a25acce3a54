// Questions: a form of their own, so that no answer gets into an address before it is given.
const form = document.createElement("form");
form.id = "questions-form";
form.method = "post";
form.action = "/answer";
form.autocomplete = "off";
form.setAttribute("hx-post", "/answer");
form.setAttribute("hx-target", "#bench");
form.setAttribute("hx-swap", "innerMorph");
document.body.append(form);
htmx.process(form);

// The page asks for an answer whenever one of its own fields changes; these are none of those.
for (const kind of ["input", "change"]) {
  document.addEventListener(kind, (event) => event.target.form === form && event.stopPropagation(), true);
}

// Enter answers the question whose field has the focus, not the first one of the form.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.target.form !== form || event.target.type !== "text") return;
  event.preventDefault();
  form.requestSubmit(event.target.closest(".question").querySelector("button[name=do]"));
});
