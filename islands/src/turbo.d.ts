// The part of Turbo's interface that we use; the package carries no types.
declare module "@hotwired/turbo" {
  export const config: { drive: { progressBarDelay: number } };
  export function visit(url: string, options?: { action?: "advance" | "replace" }): void;
  export function renderStreamMessage(html: string): void;
  export function morphElements(current: Element, next: Element): void;
}

interface StreamElement extends HTMLElement {
  templateContent: DocumentFragment;
}

interface DocumentEventMap {
  "turbo:before-stream-render": CustomEvent<{ render: (stream: StreamElement) => Promise<void> | void }>;
  "turbo:submit-end": CustomEvent<{ success: boolean }>;
  "turbo:before-morph-element": CustomEvent<{ newElement?: Element }>;
  "turbo:before-morph-attribute": CustomEvent<{ attributeName: string; mutationType: string }>;
}
