// <audience-line src="/…/audience"> inside a form: who will get this, in words, with the digest that is sent along.
// When a field marked data-audience changes (inside or outside, a recipient, the space), the server is asked for the new
// line; we never work it out here.
//
// Invariant: the words on the screen and the digest in the form come from one answer.

class AudienceLine extends HTMLElement {
  #asking: AbortController | undefined;

  connectedCallback(): void {
    this.closest("form")?.addEventListener("change", this.#changed);
  }

  disconnectedCallback(): void {
    this.closest("form")?.removeEventListener("change", this.#changed);
    this.#asking?.abort();
  }

  #changed = (event: Event): void => {
    if (event.target instanceof Element && event.target.closest("[data-audience]")) void this.#ask();
  };

  async #ask(): Promise<void> {
    const form = this.closest("form");
    if (!form) return;
    this.#asking?.abort();
    const asking = (this.#asking = new AbortController());
    const url = new URL(this.getAttribute("src") ?? "", location.href);
    for (const [name, value] of new FormData(form)) {
      if (typeof value === "string" && form.querySelector(`[data-audience][name="${CSS.escape(name)}"]`)) url.searchParams.append(name, value);
    }
    this.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(url, { signal: asking.signal, headers: { Accept: "text/html" } });
      // A refusal is in words too, and stands where the line stood.
      if (answer.status < 500) this.innerHTML = await answer.text();
    } catch {
      // The old line stays; its digest no longer matches, so the server shows the new state instead of sending.
    } finally {
      if (this.#asking === asking) this.removeAttribute("aria-busy");
    }
  }
}

customElements.define("audience-line", AudienceLine);
