// <key-map> holds the dialog that lists the keys. A key presses the control that carries it: data-key="r" on the page is
// all a template has to say (a field is focused, a menu opened, anything else clicked); "g h" is two keys in a row.
// j and k go through .conversation-row, .row and .message; o opens.
//
// Invariant: never while somebody writes, never with Ctrl, Alt or Meta, and not at all under <html data-keys="off">
// (WCAG 2.1.4).

// How long the second key of a pair may take.
const PAIR_MS = 1_500;
const STOPS = ".conversation-row .subject, .row .title, .message";

class KeyMap extends HTMLElement {
  #first = "";
  #timer = 0;

  connectedCallback(): void {
    document.addEventListener("keydown", this.#press);
  }

  disconnectedCallback(): void {
    document.removeEventListener("keydown", this.#press);
    clearTimeout(this.#timer);
  }

  #press = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    if (document.documentElement.dataset["keys"] === "off" || isWriting(event.target) || document.querySelector("dialog[open]")) return;
    const keys = this.#first ? `${this.#first} ${event.key}` : event.key;
    clearTimeout(this.#timer);
    this.#first = "";
    if (this.#obey(keys)) event.preventDefault();
    else if (document.querySelector(`[data-key^="${CSS.escape(keys)} "]`)) this.#await(keys);
  };

  #await(first: string): void {
    this.#first = first;
    this.#timer = window.setTimeout(() => (this.#first = ""), PAIR_MS);
  }

  #obey(keys: string): boolean {
    if (keys === "j" || keys === "k") return step(keys === "j" ? 1 : -1);
    if (keys === "o") return open();
    if (keys === "?") return this.#help();
    return press(document.querySelectorAll<HTMLElement>(`[data-key="${CSS.escape(keys)}"]`));
  }

  #help(): boolean {
    const dialog = this.querySelector("dialog");
    dialog?.showModal();
    return dialog !== null;
  }
}

function isWriting(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !["checkbox", "radio", "button", "submit"].includes(target.type);
  return target.isContentEditable || target.matches("textarea, select");
}

function step(by: 1 | -1): boolean {
  const stops = [...document.querySelectorAll<HTMLElement>(STOPS)].filter((stop) => stop.checkVisibility());
  const here = stops.findIndex((stop) => stop === document.activeElement || stop.contains(document.activeElement));
  const next = here < 0 ? stops[by > 0 ? 0 : stops.length - 1] : stops[here + by];
  if (!next) return false;
  if (!next.matches("a, [tabindex]")) next.tabIndex = -1;
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
  return true;
}

function open(): boolean {
  const here = document.activeElement;
  const link = here instanceof HTMLAnchorElement ? here : here?.querySelector<HTMLAnchorElement>(".permalink");
  link?.click();
  return link != null;
}

function press(controls: Iterable<HTMLElement>): boolean {
  const control = [...controls].find((one) => one.checkVisibility());
  if (!control) return false;
  if (isWriting(control)) {
    control.focus();
  } else if (control.parentElement instanceof HTMLDetailsElement) {
    control.parentElement.open = true;
    control.parentElement.querySelector<HTMLElement>(".panel :is(a, button, input, select)")?.focus();
  } else {
    control.click();
  }
  return true;
}

customElements.define("key-map", KeyMap);
