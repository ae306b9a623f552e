// <take-back until="2026-11-26T08:00:00Z"> around the form that takes a message back: it goes when its time is over.
// Without a script it stays, and its button says in words that it is too late.

// The server tells seconds; nothing is hidden before the last one is over.
const GRACE_MS = 1_000;

class TakeBack extends HTMLElement {
  #timer = 0;

  connectedCallback(): void {
    const left = Date.parse(this.getAttribute("until") ?? "") + GRACE_MS - Date.now();
    this.#timer = window.setTimeout(() => this.remove(), Math.max(0, left));
  }

  disconnectedCallback(): void {
    clearTimeout(this.#timer);
  }
}

customElements.define("take-back", TakeBack);
