// The mail server of the world outside: takes what the house sends, and keeps it for the test to read.
import { createServer, type Server, type Socket } from "node:net";
import type { AddressInfo } from "node:net";

/** Milliseconds until an awaited letter must be there: for ten seconds it can be taken back. */
const LETTER_MS_MAX = 30_000;

export interface Received {
  from: string;
  to: string;
  /** Headers by lower-case name, unfolded. */
  headers: Map<string, string>;
  raw: string;
}

export class Sink {
  readonly letters: Received[] = [];
  readonly #server: Server;
  #waiting: (() => void)[] = [];

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(): Promise<Sink> {
    const server = createServer();
    const sink = new Sink(server);
    server.on("connection", (socket) => sink.#talk(socket));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return sink;
  }

  /** As the house wants it: `smtp://127.0.0.1:port`. */
  get url(): string {
    return `smtp://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** The first letter that `fits`, now or soon. */
  async letter(fits: (letter: Received) => boolean): Promise<Received> {
    const end = Date.now() + LETTER_MS_MAX;
    for (;;) {
      const found = this.letters.find(fits);
      if (found) return found;
      const left = end - Date.now();
      if (left <= 0) throw new Error(`no such letter came; there are: ${this.letters.map((l) => `${l.to} ${l.headers.get("subject")}`)}`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        this.#waiting.push(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
  }

  async stop(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  #talk(socket: Socket): void {
    let buffer = "";
    let inLetter = false;
    let from = "";
    let to = "";
    socket.on("error", () => socket.destroy());
    socket.write("220 outside.example\r\n");
    socket.on("data", (piece) => {
      buffer += piece.toString("latin1");
      for (;;) {
        const end = inLetter ? buffer.indexOf("\r\n.\r\n") : buffer.indexOf("\r\n");
        if (end < 0) return;
        const text = buffer.slice(0, end);
        buffer = buffer.slice(end + (inLetter ? 5 : 2));
        if (inLetter) {
          inLetter = false;
          this.#keep(from, to, text);
          socket.write("250 2.0.0 kept\r\n");
          continue;
        }
        const word = text.slice(0, 4).toUpperCase();
        if (word === "MAIL") from = /<(.*?)>/.exec(text)?.[1] ?? "";
        if (word === "RCPT") to = /<(.*?)>/.exec(text)?.[1] ?? "";
        if (word === "DATA") inLetter = true;
        socket.write(word === "DATA" ? "354 go on\r\n" : word === "QUIT" ? "221 bye\r\n" : "250 ok\r\n");
        if (word === "QUIT") socket.end();
      }
    });
  }

  #keep(from: string, to: string, text: string): void {
    const raw = text.replace(/\r\n\.\./g, "\r\n.");
    const head = raw.slice(0, raw.indexOf("\r\n\r\n")).replace(/\r\n[ \t]+/g, " ");
    const headers = new Map<string, string>();
    for (const line of head.split("\r\n")) {
      const colon = line.indexOf(":");
      headers.set(line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim());
    }
    this.letters.push({ from, to, headers, raw });
    for (const wake of this.#waiting.splice(0)) wake();
  }
}
