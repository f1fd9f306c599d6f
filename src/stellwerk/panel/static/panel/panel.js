// What scripts add: every action works without them too.

const dialog = document.getElementById("dialog");
const said = document.getElementById("said");

function showCopyButtons(root) {
  for (const button of root.querySelectorAll("[data-copy][hidden]")) button.hidden = false;
}

document.addEventListener("htmx:afterSwap", (event) => {
  showCopyButtons(event.target);
  if (event.target === dialog && !dialog.open) dialog.showModal();
});

document.addEventListener("click", async (event) => {
  const copy = event.target.closest("[data-copy]");
  if (copy) {
    await navigator.clipboard.writeText(copy.dataset.copy);
    said.textContent = "";
    said.textContent = said.dataset.copied;
    copy.classList.add("copied");
    setTimeout(() => copy.classList.remove("copied"), 1500);
  }
  if (dialog.open && (event.target === dialog || event.target.closest("[data-close]"))) {
    event.preventDefault();
    dialog.close();
  }
  for (const open of document.querySelectorAll("details.user[open]")) {
    if (!open.contains(event.target)) open.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    for (const open of document.querySelectorAll("details.user[open]")) {
      open.open = false;
      open.querySelector("summary").focus();
    }
    if (location.hash === "#menu") location.hash = "main";
  }
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) {
    const search = document.querySelector("form[role=search] input:not([type=hidden])");
    if (search) {
      event.preventDefault();
      search.focus();
    }
  }
});

showCopyButtons(document);
const first = document.querySelector("[data-focus], .field.wrong input, .field.wrong select");
if (first) first.focus();
