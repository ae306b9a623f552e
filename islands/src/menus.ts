// A menu is a <details>, so it opens and closes by itself; this closes it on Escape, on a click elsewhere and when what
// stands in it was done, as people expect of menus.

export function closeMenusFromOutside(): void {
  document.addEventListener("click", (event) => closeAll((menu) => !event.composedPath().includes(menu)));
  document.addEventListener("turbo:submit-end", (event) => {
    const form = event.target;
    if (!event.detail.success || !(form instanceof HTMLFormElement)) return;
    const menu = form.closest<HTMLDetailsElement>("details.menu");
    if (!menu) return;
    form.reset();
    menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    closeAll((menu) => {
      if (menu.contains(document.activeElement)) menu.querySelector("summary")?.focus();
      return true;
    });
  });
}

function closeAll(which: (menu: HTMLDetailsElement) => boolean): void {
  for (const menu of document.querySelectorAll<HTMLDetailsElement>("details.menu[open]")) {
    if (which(menu)) menu.open = false;
  }
}
