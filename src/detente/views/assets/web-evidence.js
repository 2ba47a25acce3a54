// Evidence: two forms of their own, so that no words of a document ever get into an address; what is selected; what is dropped.
const $ = (id) => document.getElementById(id);

function made(id, path, encoding) {
  const form = document.createElement("form");
  form.id = id;
  form.method = "post";
  form.action = path;
  form.autocomplete = "off";
  form.setAttribute("hx-post", path);
  form.setAttribute("hx-target", "#bench");
  form.setAttribute("hx-swap", "innerMorph");
  if (encoding) form.setAttribute("hx-encoding", encoding);
  document.body.append(form);
  htmx.process(form);
  return form;
}
const acting = made("evidence-form", "/evidence");
const dropping = made("evidence-upload", "/upload/documents", "multipart/form-data");

// The page asks for an answer whenever one of its own fields changes; ours are none of those.
const ours = (event) => event.target.form === acting || event.target.form === dropping;
for (const kind of ["input", "change"]) {
  document.addEventListener(
    kind,
    (event) => {
      if (!ours(event)) return;
      event.stopPropagation();
      if (kind === "change" && event.target.id === "dropped" && event.target.files.length) dropping.requestSubmit();
    },
    true,
  );
}

// Fields start from what the server says, and a file that was sent is not sent again.
addEventListener("htmx:after:swap", () => {
  acting.reset();
  dropping.reset();
  if ($("received")) $("received").querySelector("mark")?.scrollIntoView({ block: "nearest" });
});

// Which words are selected, as characters of the document: labels and notes of ours do not count.
function place(node, offset) {
  const piece = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node)?.closest?.("[data-at]");
  if (!piece || !$("received").contains(piece)) return null;
  return +piece.dataset.at + (node.nodeType === Node.TEXT_NODE ? [...node.data.slice(0, offset)].length : 0);
}

document.addEventListener("selectionchange", () => {
  const selection = document.getSelection();
  const start = document.querySelector("[data-default-start]");
  const end = document.querySelector("[data-default-end]");
  if (!$("received") || !start || !end || selection.isCollapsed || !selection.rangeCount) return;
  const range = selection.getRangeAt(0);
  const from = place(range.startContainer, range.startOffset);
  const to = place(range.endContainer, range.endOffset);
  if (from === null || to === null || to <= from) return;
  start.value = from;
  end.value = to;
});

// Documents may be dropped anywhere on the tab.
for (const kind of ["dragover", "drop"]) {
  addEventListener(kind, (event) => {
    if (!$("dropped") || !event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    $("dropping").classList.toggle("over", kind === "dragover");
    if (kind !== "drop") return;
    $("dropped").files = event.dataTransfer.files;
    dropping.requestSubmit();
  });
}
