// <theme-switch> around the form that posts `theme` (light, dark or system): the page changes at once, the form still
// tells the server. Without this the form posts and the page comes back in the new theme.

class ThemeSwitch extends HTMLElement {
  connectedCallback(): void {
    this.addEventListener("submit", this.#choose);
  }

  disconnectedCallback(): void {
    this.removeEventListener("submit", this.#choose);
  }

  #choose = (event: SubmitEvent): void => {
    const button = event.submitter;
    if (!(button instanceof HTMLButtonElement)) return;
    if (button.value === "light" || button.value === "dark") document.documentElement.dataset["theme"] = button.value;
    else delete document.documentElement.dataset["theme"];
    for (const other of this.querySelectorAll("button[name=theme]")) other.setAttribute("aria-pressed", String(other === button));
  };
}

customElements.define("theme-switch", ThemeSwitch);
