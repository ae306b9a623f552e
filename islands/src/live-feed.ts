// <live-feed src="/live?..." cursor="8812" new="%n new">: what others do appears while the page is open.
// The stream sends `message` (a <turbo-stream> fragment), `look` (lists or counts changed: fetch this page again and
// lay its [data-look] parts over ours) and `end` (do not come back: signed out, or the server asks for it).
// Coming back it says the position it has seen: by Last-Event-ID where the browser reconnects by itself, by `since` where we do.
//
// Invariant: one stream per page, and a page that lost it ends up as if it had not.
import { morphElements, renderStreamMessage, visit } from "@hotwired/turbo";
import { isBeingFilled } from "./morphing";

// First and longest wait before reconnecting. Each wait is drawn from its upper half, so that a restarted server is
// not met by everybody in the same second.
const WAIT_FIRST_MS = 1_000;
const WAIT_LONGEST_MS = 60_000;
// A look is a page; a thousand viewers told at once are spread over this time.
const LOOK_SPREAD_MS = 400;
// What concerns somebody by name is noted a moment after the line that tells to look.
const LOOK_PAUSE_MS = 150;
// A message that stood before somebody's eyes this long is read; doubled by chance, for a room of a thousand.
const MARK_PAUSE_MS = 2_000;

class LiveFeed extends HTMLElement {
  #stream: EventSource | undefined;
  #position = "";
  #failures = 0;
  #reconnect = 0;
  #lookTimer = 0;
  #markTimer = 0;
  #ended = false;

  connectedCallback(): void {
    // A preview from Turbo's cache is about to be replaced by the page itself.
    if (document.documentElement.hasAttribute("data-turbo-preview")) return;
    this.#position ||= this.getAttribute("cursor") ?? "";
    this.#ended = false;
    this.#open();
    window.addEventListener("pagehide", this.#close);
    window.addEventListener("pageshow", this.#wake);
    document.addEventListener("visibilitychange", this.#lookIfSeen);
    badge();
  }

  disconnectedCallback(): void {
    this.#ended = true;
    this.#close();
    clearTimeout(this.#lookTimer);
    clearTimeout(this.#markTimer);
    window.removeEventListener("pagehide", this.#close);
    window.removeEventListener("pageshow", this.#wake);
    document.removeEventListener("visibilitychange", this.#lookIfSeen);
  }

  #open(): void {
    this.#close();
    const url = new URL(this.getAttribute("src") ?? "/live", location.href);
    if (this.#position) url.searchParams.set("since", this.#position);
    const stream = (this.#stream = new EventSource(url));
    stream.addEventListener("open", () => {
      if (this.#failures > 0) this.#look();
      this.#failures = 0;
    });
    stream.addEventListener("message", (event) => {
      this.#remember(event);
      renderStreamMessage(event.data);
      this.#seen();
    });
    stream.addEventListener("look", (event) => {
      this.#remember(event);
      this.#look();
    });
    stream.addEventListener("end", () => {
      this.#ended = true;
      this.#close();
    });
    stream.addEventListener("error", () => this.#retry(stream));
  }

  #remember(event: MessageEvent): void {
    if (event.lastEventId) this.#position = event.lastEventId;
  }

  // What arrived is read after a moment of looking.
  #seen(): void {
    const number = new URL(this.getAttribute("src") ?? "/live", location.href).searchParams.get("conversation");
    if (!number || document.hidden) return;
    clearTimeout(this.#markTimer);
    const position = this.#position;
    this.#markTimer = window.setTimeout(() => {
      if (document.hidden) return;
      void fetch(`/conversations/${number}/mark`, { method: "POST", body: new URLSearchParams({ position }), redirect: "manual" });
    }, MARK_PAUSE_MS * (1 + Math.random()));
  }

  // The browser retries a dropped stream by itself, with Last-Event-ID, after the server's (jittered) `retry`; we wait
  // on top of that only when it has given up or keeps failing.
  #retry(stream: EventSource): void {
    this.#failures += 1;
    if (this.#ended || (stream.readyState === EventSource.CONNECTING && this.#failures === 1)) return;
    this.#close();
    const longest = Math.min(WAIT_LONGEST_MS, WAIT_FIRST_MS * 2 ** Math.min(this.#failures, 6));
    this.#reconnect = window.setTimeout(() => this.#open(), longest * (0.5 + Math.random() / 2));
  }

  #close = (): void => {
    clearTimeout(this.#reconnect);
    this.#stream?.close();
    this.#stream = undefined;
  };

  #wake = (event: PageTransitionEvent): void => {
    if (event.persisted && !this.#ended) this.#open();
  };

  #lookOwed = false;

  #look(): void {
    this.#lookOwed = true;
    clearTimeout(this.#lookTimer);
    this.#lookTimer = window.setTimeout(this.#lookIfSeen, LOOK_PAUSE_MS + Math.random() * LOOK_SPREAD_MS);
  }

  // A hidden page with a badge still counts; one without waits until somebody looks at it.
  #lookIfSeen = (): void => {
    const badged = document.querySelector("meta[name=unread]") !== null;
    if (!this.#lookOwed || (document.hidden && !badged)) return;
    this.#lookOwed = false;
    void lookAgain();
  };
}

async function lookAgain(): Promise<void> {
  const url = location.href;
  const answer = await fetch(url, { headers: { Accept: "text/html" } }).catch(() => undefined);
  if (!answer || answer.status >= 500 || location.href !== url) return;
  // No longer ours to see: show what there is now. Moved or signed out: the same, but whoever is writing here finishes first.
  const writes = [...document.querySelectorAll("main textarea")].some(isBeingFilled);
  if (!answer.ok || (answer.redirected && !writes)) return visit(url, { action: "replace" });
  if (answer.redirected) return;
  const next = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const part of document.querySelectorAll("[data-look][id]")) {
    const newer = next.getElementById(part.id);
    if (newer) morphElements(part, document.adoptNode(newer));
  }
  badge(next.querySelector<HTMLMetaElement>("meta[name=unread]")?.content);
}

// The number of unread conversations stands before the title, so that a tab in the background tells it.
function badge(unread?: string): void {
  const meta = document.querySelector<HTMLMetaElement>("meta[name=unread]");
  if (!meta) return;
  if (unread !== undefined) meta.content = unread;
  const title = document.title.replace(/^\(\d+\+?\) /, "");
  document.title = /^0?$/.test(meta.content) ? title : `(${meta.content}) ${title}`;
}

customElements.define("live-feed", LiveFeed);
