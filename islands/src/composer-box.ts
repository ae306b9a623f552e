// <composer-box draft="/…/draft" saved="Draft saved"> around a composer form: Ctrl+Enter sends, the field grows, the draft
// is kept on the server, pasted and dropped files are attached, and nothing is sent twice. The words come with the page.
//
// Invariant: sending is always the form's own; this element only tidies up before and after.

// How long a pause in writing is before the draft is saved: short enough that a crash loses a sentence at most.
const DRAFT_PAUSE_MS = 1_200;

class ComposerBox extends HTMLElement {
  #timer = 0;
  #sending = false;
  #unsaved = false;

  connectedCallback(): void {
    this.addEventListener("keydown", this.#key);
    this.addEventListener("input", this.#written);
    this.addEventListener("submit", this.#submit);
    this.addEventListener("turbo:submit-end", this.#sent);
    this.addEventListener("paste", (event) => this.#take(event, event.clipboardData));
    this.addEventListener("drop", (event) => this.#take(event, event.dataTransfer));
    this.addEventListener("dragover", (event) => this.#hover(event, true));
    this.addEventListener("dragleave", (event) => this.#hover(event, false));
    window.addEventListener("pagehide", this.#save);
    this.#grow();
  }

  disconnectedCallback(): void {
    this.#save();
    window.removeEventListener("pagehide", this.#save);
  }

  get #form(): HTMLFormElement | null {
    return this.querySelector("form");
  }
  get #words(): HTMLTextAreaElement | null {
    return this.querySelector("textarea");
  }
  get #files(): HTMLInputElement | null {
    return this.querySelector("input[type=file]");
  }

  #key = (event: KeyboardEvent): void => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
    event.preventDefault();
    this.#form?.requestSubmit(this.querySelector<HTMLButtonElement>(".send"));
  };

  #written = (): void => {
    this.#grow();
    this.#unsaved = true;
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(this.#save, DRAFT_PAUSE_MS);
  };

  // The style sheet does it by field-sizing where the browser knows that.
  #grow(): void {
    const words = this.#words;
    if (!words || CSS.supports("field-sizing", "content")) return;
    words.style.blockSize = "auto";
    words.style.blockSize = `${words.scrollHeight}px`;
  }

  #save = (): void => {
    clearTimeout(this.#timer);
    const form = this.#form;
    const url = this.getAttribute("draft");
    if (!form || !url || !this.#unsaved || this.#sending) return;
    this.#unsaved = false;
    const fields = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (typeof value === "string") fields.append(name, value);
    // keepalive: the last words are saved although the page goes away.
    fetch(url, { method: "POST", body: fields, keepalive: true })
      .then((answer) => this.#say(answer.ok ? (this.getAttribute("saved") ?? "") : ""))
      .catch(() => (this.#unsaved = true));
  };

  #say(words: string): void {
    const state = this.querySelector(".draft-state");
    if (state) state.textContent = words;
  }

  #submit = (event: SubmitEvent): void => {
    if (this.#sending) return event.preventDefault();
    clearTimeout(this.#timer);
    this.#sending = true;
  };

  #sent = (event: Event): void => {
    this.#sending = false;
    if (!(event as CustomEvent<{ success: boolean }>).detail.success) return;
    this.#unsaved = false;
    this.#form?.reset();
    if (this.#words) this.#words.value = this.#words.defaultValue = "";
    this.#say("");
    this.#grow();
  };

  #take(event: ClipboardEvent | DragEvent, carried: DataTransfer | null): void {
    const input = this.#files;
    this.#form?.classList.remove("dropping");
    if (!input || !carried?.files.length) return;
    event.preventDefault();
    const all = new DataTransfer();
    for (const file of [...(input.files ?? []), ...carried.files]) all.items.add(file);
    input.files = all.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  #hover(event: DragEvent, over: boolean): void {
    if (!this.#files || !event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    this.#form?.classList.toggle("dropping", over);
  }
}

customElements.define("composer-box", ComposerBox);
