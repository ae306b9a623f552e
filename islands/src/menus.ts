// A menu is a <details>, so it opens and closes by itself; this closes it on Escape, on a click elsewhere and when what
// stands in it was done, as people expect of menus.

/** Brings what stands in a menu when it opens: each message has one, and few are opened. Without it, its link leads there. */
export function fillMenus(): void {
  document.addEventListener(
    "toggle",
    async ({ target }) => {
      if (!(target instanceof HTMLDetailsElement) || !target.open) return;
      const link = target.querySelector<HTMLAnchorElement>("a[data-brings]");
      if (!link) return;
      const answer = await fetch(link.href, { headers: { accept: "text/html" } }).catch(() => undefined);
      if (!answer?.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const panel = page.getElementById("panel");
      panel?.removeAttribute("id");
      if (panel) link.closest(".panel")?.replaceWith(panel);
    },
    true,
  );
}

export function closeMenusFromOutside(): void {
  document.addEventListener("click", (event) => closeAll((menu) => !event.composedPath().includes(menu)));
  document.addEventListener("turbo:submit-end", ({ target, detail }) => {
    const menu = target instanceof HTMLFormElement && target.closest<HTMLDetailsElement>("details.menu");
    if (detail.success && menu) menu.open = false;
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
