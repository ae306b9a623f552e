// A unit on the map is a link inside an SVG, whose address is no string; Turbo takes it for one and fails. The browser
// follows such a link by itself, so that Turbo need not hear of it.

export function leavePictureLinksAlone(): void {
  const hide = (event: Event) => {
    if (event.target instanceof Element && event.target.closest("svg a")) event.stopPropagation();
  };
  document.addEventListener("click", hide, true);
}
