// When the server's newer page is laid over this one, what the person is doing stays: words she is writing,
// files she has chosen, menus she has opened.
//
// Invariant: nothing typed is ever lost to a refresh.

export function keepWhatIsBeingDone(): void {
  // What was taken is written no longer: the fields show what the server says. A composer tidies up itself.
  document.addEventListener("turbo:submit-end", ({ target, detail }) => {
    const taken = detail.success && target instanceof HTMLFormElement && target.method === "post";
    if (taken && !target.closest("composer-box")) target.reset();
  });
  document.addEventListener("turbo:before-morph-element", (event) => {
    if (event.target instanceof Element && isBeingFilled(event.target)) event.preventDefault();
  });
  document.addEventListener("turbo:before-morph-attribute", (event) => {
    const opens = event.target instanceof HTMLDetailsElement || event.target instanceof HTMLDialogElement;
    const { attributeName, mutationType } = event.detail;
    // What the server opens, as a form that was refused, does open.
    if (opens && attributeName === "open" && mutationType === "remove") event.preventDefault();
  });
}

export function isBeingFilled(field: Element): boolean {
  if (field instanceof HTMLTextAreaElement) return field.value !== field.defaultValue || field === document.activeElement;
  if (!(field instanceof HTMLInputElement)) return false;
  switch (field.type) {
    case "hidden":
    case "submit":
      return false;
    case "checkbox":
    case "radio":
      return field.checked !== field.defaultChecked;
    case "file":
      return (field.files?.length ?? 0) > 0;
    default:
      return field.value !== field.defaultValue;
  }
}
