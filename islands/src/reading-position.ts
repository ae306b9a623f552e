// Messages that arrive while somebody reads. At the bottom she stays at the bottom; anywhere else nothing moves,
// and a button says how many are new. A message that is already here is replaced in place, never doubled: the
// answer to one's own form and the live stream bring the same fragment.
//
// Invariant: the line being read keeps its place on the screen.

// Nearer to the end than this (px) counts as reading the end; about one short message.
const END_NEAR_PX = 80;

let waiting: Element[] = [];

export function keepReadingPosition(): void {
  document.addEventListener("turbo:before-stream-render", (event) => {
    const render = event.detail.render;
    event.detail.render = async (stream) => {
      replaceIfHere(stream);
      const list = arrivalsOf(stream);
      if (!list) return void (await render(stream));
      const atEnd = isAtEnd(list);
      const count = list.children.length;
      const heightBefore = list.scrollHeight;
      await render(stream);
      if (atEnd) follow(list, list.scrollHeight - heightBefore);
      else announce([...list.children].slice(count));
    };
  });
  document.addEventListener("turbo:before-render", forget);
}

function replaceIfHere(stream: StreamElement): void {
  if (stream.getAttribute("action") !== "append") return;
  const id = stream.templateContent.firstElementChild?.id;
  if (!id || !document.getElementById(id)) return;
  stream.setAttribute("action", "replace");
  stream.setAttribute("method", "morph");
  stream.setAttribute("target", id);
}

function arrivalsOf(stream: StreamElement): Element | null {
  if (stream.getAttribute("action") !== "append") return null;
  const target = document.getElementById(stream.getAttribute("target") ?? "");
  return target?.matches(".messages") ? target : null;
}

function scrollerOf(list: Element): Element {
  return /auto|scroll/.test(getComputedStyle(list).overflowY) ? list : document.documentElement;
}

function isAtEnd(list: Element): boolean {
  const scroller = scrollerOf(list);
  if (scroller === list) return list.scrollHeight - list.scrollTop - list.clientHeight < END_NEAR_PX;
  return list.getBoundingClientRect().bottom < window.innerHeight + END_NEAR_PX;
}

function follow(list: Element, grownPx: number): void {
  const scroller = scrollerOf(list);
  if (scroller === list) list.scrollTop = list.scrollHeight;
  else scroller.scrollBy({ top: grownPx, behavior: "instant" });
}

function announce(arrived: Element[]): void {
  waiting = [...waiting, ...arrived].filter((message) => message.isConnected);
  const feed = document.querySelector("live-feed");
  let button = document.querySelector<HTMLButtonElement>(".new-messages");
  if (!feed || waiting.length === 0) return button?.remove();
  if (!button) {
    button = document.createElement("button");
    button.type = "button";
    button.className = "new-messages primary";
    button.addEventListener("click", showFirst);
    feed.append(button);
  }
  // The words come with the page, in its language; %n is the number.
  button.textContent = (feed.getAttribute("new") ?? "%n new").replace("%n", String(waiting.length));
  seeing.disconnect();
  seeing.observe(waiting[waiting.length - 1]!);
}

function showFirst(): void {
  waiting[0]?.scrollIntoView({ block: "start" });
  forget();
}

function forget(): void {
  waiting = [];
  announce([]);
}

const seeing = new IntersectionObserver((entries) => {
  if (entries.some((entry) => entry.isIntersecting)) forget();
});
