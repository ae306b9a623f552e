// The house under test: the real binary with the little company in it, on free ports, with data that is
// thrown away. Specs take `test` and `expect` from here; pages open relative to the house.
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { type Browser, type BrowserContext, type Page, test as base } from "@playwright/test";
import { Sink } from "./sink.ts";
import { type Letter, sendLetter } from "./smtp.ts";

export { expect } from "@playwright/test";

/** Milliseconds until a house has to be ready: the company lives through its quarter in some ten seconds, on a busy machine with
    PostgreSQL in half a minute. */
const START_MS_MAX = 75_000;
/** Milliseconds that a house has to finish what it does when told to stop. */
const STOP_MS_MAX = 10_000;
/** Lines of the house's own log that are shown when it fails. */
const LOG_LINES_MAX = 40;

/** What `rapport demo --json` prints, a line each. */
interface Announcement {
  listening?: string;
  smtp?: string;
  sign_in?: { name: string; link: string };
  ready?: boolean;
}

type Session = Awaited<ReturnType<BrowserContext["storageState"]>>;

export class House {
  /** Where it listens, as `http://127.0.0.1:port`. */
  url = "";
  /** Where it takes mail, as `127.0.0.1:port`. */
  smtp = "";
  /** Where the house's own letters go. */
  readonly outside: Sink;
  readonly #process: ChildProcess;
  readonly #directory: string;
  readonly #links = new Map<string, string>();
  // A link may be good only once; a session is good for the whole run.
  readonly #sessions = new Map<string, Session>();
  readonly #log: string[] = [];

  private constructor(process: ChildProcess, directory: string, outside: Sink) {
    this.outside = outside;
    this.#process = process;
    this.#directory = directory;
  }

  static async start(): Promise<House> {
    const binary = process.env["RAPPORT_BIN"] ?? join(import.meta.dirname, "../target/debug/rapport");
    const directory = await mkdtemp(join(tmpdir(), "rapport-e2e-"));
    const outside = await Sink.start();
    const doors = ["--listen", "127.0.0.1:0", "--smtp", "127.0.0.1:0", "--smtp-relay", outside.url];
    // Name servers that do not answer would keep each letter waiting; whom to believe is tried beside a zone of our own.
    const words = ["demo", "--json", ...doors, "--dns", "off", "--mail-domain", "velo.example", "--data-dir", directory];
    const child = spawn(binary, words, { stdio: ["ignore", "pipe", "pipe"] });
    const house = new House(child, directory, outside);
    try {
      await house.#ready();
    } catch (fault) {
      child.kill("SIGKILL");
      await rm(directory, { recursive: true, force: true });
      throw fault;
    }
    return house;
  }

  /** The names of those who can sign in. */
  get people(): string[] {
    return [...this.#links.keys()];
  }

  /** A page of `name`'s own, in a browser context that shares nothing with anybody else's. */
  async signIn(browser: Browser, name: string): Promise<Page> {
    const known = this.#sessions.get(name);
    const context = await browser.newContext({ baseURL: this.url, ...(known && { storageState: known }) });
    const page = await context.newPage();
    if (known) {
      await page.goto("/");
      return page;
    }
    const link = this.#links.get(name);
    if (!link) throw new Error(`nobody here is called ${name}; there are: ${this.people.join(", ")}`);
    await page.goto(link);
    // The link alone may only ask: programs that look into mail open links, too.
    const confirm = page.getByRole("button", { name: "Sign in" });
    if (await confirm.isVisible()) await confirm.click();
    await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
    this.#sessions.set(name, await context.storageState());
    return page;
  }

  /** Hands a letter in at the house's door, as another mail server would. Gives the door's last reply. */
  async mail(letter: Letter): Promise<string> {
    return sendLetter(this.smtp, letter);
  }

  /** Ends the house as an operator would, and fails if it does not end. */
  async stop(): Promise<void> {
    const child = this.#process;
    const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
    let late = false;
    if (child.exitCode === null && child.signalCode === null) {
      child.kill("SIGTERM");
      const impatience = setTimeout(() => {
        late = true;
        child.kill("SIGKILL");
      }, STOP_MS_MAX);
      await ended;
      clearTimeout(impatience);
    }
    await this.outside.stop();
    await rm(this.#directory, { recursive: true, force: true });
    if (late) throw this.#fault(`did not end within ${STOP_MS_MAX / 1000} s`);
    if (child.exitCode !== 0 && child.signalCode !== "SIGTERM") throw this.#fault("ended badly");
  }

  #ready(): Promise<void> {
    const child = this.#process;
    if (!child.stdout || !child.stderr) throw new Error("the house was started without its output");
    createInterface(child.stderr).on("line", (line) => this.#keep(line));
    const lines = createInterface(child.stdout);
    return new Promise((resolve, reject) => {
      const impatience = setTimeout(
        () => reject(this.#fault(`was not ready within ${START_MS_MAX / 1000} s`)),
        START_MS_MAX,
      );
      child.once("error", (fault) => reject(this.#fault(`did not start (${fault.message})`)));
      child.once("exit", (code) => reject(this.#fault(`ended with ${code} before it was ready`)));
      lines.on("line", (line) => {
        if (!this.#hear(line)) return;
        clearTimeout(impatience);
        if (this.url && this.smtp) resolve();
        else reject(this.#fault("said it was ready, but not where it listens"));
      });
    });
  }

  /** Takes in one line; true when it says that the house is ready. */
  #hear(line: string): boolean {
    let said: Announcement;
    try {
      said = JSON.parse(line);
    } catch {
      this.#keep(line);
      return false;
    }
    if (said.listening) this.url = said.listening.replace(/\/$/, "");
    if (said.smtp) this.smtp = said.smtp;
    if (said.sign_in) this.#links.set(said.sign_in.name, said.sign_in.link);
    return said.ready === true;
  }

  #keep(line: string): void {
    this.#log.push(line);
    if (this.#log.length > LOG_LINES_MAX) this.#log.shift();
  }

  #fault(what: string): Error {
    return new Error([`the house ${what}; its last words:`, ...this.#log].join("\n  "));
  }
}

/** Playwright's `test` with a house: one for all specs of a worker, so specs must not need it untouched. */
export const test = base.extend<object, { house: House }>({
  house: [
    async ({}, use) => {
      const house = await House.start();
      await use(house);
      await house.stop();
    },
    { scope: "worker" },
  ],
  baseURL: async ({ house }, use) => {
    await use(house.url);
  },
});
