// Names while they are typed: behind an @ in a textarea, and in a field that takes a person or a unit.
// A control says by data-suggest="/suggestions?for=…" whom to ask; the answer is a list of options as HTML.
//
// Invariant: a suggestion is only taken by choosing it; what is typed goes as it stands.
import Combobox from "@github/combobox-nav";

type Control = HTMLInputElement | HTMLTextAreaElement;

// Shorter than the pause between two words, longer than that between two letters.
const PAUSE_MS = 120;
const MENTION = /(?:^|[\s(])@([\p{L}\p{N}._-]{1,40})$/u;

class Suggestions {
  readonly #control: Control;
  readonly #list = document.createElement("ul");
  #box: Combobox | undefined;
  #timer = 0;
  #asked = "";

  constructor(control: Control) {
    this.#control = control;
    this.#list.className = "suggestions";
    this.#list.role = "listbox";
    this.#list.popover = "manual";
    this.#list.id = `${control.id}-suggestions`;
    this.#list.ariaLabel = control.labels?.[0]?.textContent ?? "";
    control.addEventListener("input", this.#typed);
    control.addEventListener("keydown", this.#key);
    control.addEventListener("blur", this.#close);
    // The control keeps the focus while an option is pressed.
    this.#list.addEventListener("mousedown", (event) => event.preventDefault());
    this.#list.addEventListener("combobox-commit", (event) => this.#take(event.target as HTMLElement));
  }

  get #mentions(): boolean {
    return this.#control instanceof HTMLTextAreaElement;
  }

  /** What somebody may be meant by. */
  get #term(): string {
    if (!this.#mentions) return this.#control.value.trim();
    return MENTION.exec(this.#control.value.slice(0, this.#control.selectionStart ?? 0))?.[1] ?? "";
  }

  #typed = (): void => {
    clearTimeout(this.#timer);
    this.#party()?.remove();
    this.#asked = this.#term;
    if (!this.#asked) return this.#close();
    this.#timer = window.setTimeout(this.#ask, PAUSE_MS);
  };

  #ask = async (): Promise<void> => {
    const term = this.#asked;
    const address = `${this.#control.dataset["suggest"]}&q=${encodeURIComponent(term)}`;
    const answer = await fetch(address, { headers: { accept: "text/html" } }).catch(() => undefined);
    // Who went on typing asks again; who left wants none.
    if (!answer?.ok || term !== this.#asked || document.activeElement !== this.#control) return;
    this.#list.innerHTML = await answer.text();
    if (this.#list.childElementCount > 0) this.#open();
    else this.#close();
  };

  #open(): void {
    // In the menu where the control is in one: a click outside of it would close it.
    if (!this.#list.isConnected) (this.#control.closest("details") ?? document.body).append(this.#list);
    if (!this.#box) {
      // A mention takes the first by Enter; a field is sent as it stands until one is chosen.
      const firstOptionSelectionMode = this.#mentions ? "active" : "none";
      this.#box = new Combobox(this.#control, this.#list, { firstOptionSelectionMode });
      this.#list.showPopover();
      this.#box.start();
    }
    this.#box.resetSelection();
    const at = this.#control.getBoundingClientRect();
    const high = this.#list.offsetHeight;
    const below = at.bottom + high <= window.innerHeight || at.top < high;
    this.#list.style.left = `${at.left}px`;
    this.#list.style.top = `${below ? at.bottom : at.top - high}px`;
  }

  #close = (): void => {
    this.#asked = "";
    this.#box?.destroy();
    this.#box = undefined;
    this.#list.remove();
  };

  #key = (event: Event): void => {
    if ((event as KeyboardEvent).key !== "Escape" || !this.#box) return;
    // Only the list closes, not the menu around it.
    event.stopPropagation();
    this.#close();
  };

  #take(option: HTMLElement): void {
    const { name = "", handle = "", party = "" } = option.dataset;
    if (this.#mentions) {
      const end = this.#control.selectionStart ?? 0;
      const begin = end - this.#term.length;
      this.#control.setRangeText(`${handle} `, begin, end, "end");
      this.#control.dispatchEvent(new Event("input", { bubbles: true }));
    } else {
      this.#control.value = name;
      const field = this.#party() ?? document.createElement("input");
      Object.assign(field, { type: "hidden", name: "party", value: party });
      this.#control.after(field);
    }
    this.#close();
  }

  /** The one that was chosen, where one was: of two people of one name it says which. */
  #party(): HTMLInputElement | null {
    if (this.#mentions) return null;
    return this.#control.form?.querySelector<HTMLInputElement>("input[name=party]") ?? null;
  }
}

export function suggestNames(): void {
  const known = new WeakSet<Control>();
  document.addEventListener("focusin", ({ target }) => {
    const control = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement ? target : undefined;
    if (!control?.dataset["suggest"] || known.has(control)) return;
    known.add(control);
    new Suggestions(control);
  });
}
