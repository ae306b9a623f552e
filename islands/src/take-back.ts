// <take-back left="10"> around the form that takes a message back: it goes when so many seconds are over, counted from
// when the page came, so that nobody's clock has to be right. Without a script it stays, and its button says in words
// that it is too late.

class TakeBack extends HTMLElement {
  #timer = 0;

  connectedCallback(): void {
    const left_s = Number(this.getAttribute("left"));
    this.#timer = window.setTimeout(() => this.remove(), left_s * 1_000);
  }

  disconnectedCallback(): void {
    clearTimeout(this.#timer);
  }
}

customElements.define("take-back", TakeBack);
