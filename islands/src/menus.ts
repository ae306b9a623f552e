// A menu is a <details>, so it opens and closes by itself; this closes it on Escape and on a click elsewhere,
// as people expect of menus.

export function closeMenusFromOutside(): void {
  document.addEventListener("click", (event) => closeAll((menu) => !menu.contains(event.target as Node)));
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
