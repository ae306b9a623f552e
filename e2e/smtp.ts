// Hands letters in over a plain SMTP socket, byte for byte, as another mail server would.
import { connect } from "node:net";
import { createInterface } from "node:readline";

/** Milliseconds of silence after which the door counts as broken. */
const SILENCE_MS_MAX = 10_000;

export interface Letter {
  /** The envelope's sender; empty for a bounce. */
  from: string;
  /** The envelope's recipients. */
  to: string[];
  /** Headers, an empty line, the body. Line ends may be plain newlines. */
  text: string;
}

/** Gives the reply to the letter itself; throws the door's own words when it refuses anything. */
export async function sendLetter(address: string, letter: Letter): Promise<string> {
  const { host, port } = split(address);
  const socket = connect({ host, port });
  socket.setTimeout(SILENCE_MS_MAX, () => socket.destroy(new Error(`${address} is silent`)));
  const lines = createInterface(socket)[Symbol.asyncIterator]();
  // The interface ends quietly when the socket breaks; the reason is told here.
  let broken: Error | undefined;
  socket.on("error", (fault) => {
    broken = fault;
  });

  const hear = async (wanted: string, after: string): Promise<string> => {
    const reply: string[] = [];
    for (;;) {
      const { value, done } = await lines.next();
      if (done) throw broken ?? new Error(`${address} hung up after ${after}`);
      reply.push(value);
      // "250-…" goes on, "250 …" is the last line.
      if (value[3] !== "-") break;
    }
    const words = reply.join("\n");
    if (!words.startsWith(wanted)) throw new Error(`after ${after}: ${words}`);
    return words;
  };
  const say = async (line: string, wanted: string): Promise<string> => {
    socket.write(`${line}\r\n`);
    return hear(wanted, line);
  };

  try {
    await hear("220", "the greeting");
    await say("EHLO e2e.example", "250");
    await say(`MAIL FROM:<${letter.from}>`, "250");
    for (const recipient of letter.to) await say(`RCPT TO:<${recipient}>`, "25");
    await say("DATA", "354");
    socket.write(onTheWire(letter.text));
    const accepted = await hear("250", "the letter");
    await say("QUIT", "221");
    return accepted;
  } finally {
    socket.destroy();
  }
}

/** CRLF at each line's end, a dot more before a line that begins with one, and the closing dot. */
function onTheWire(text: string): string {
  const lines = text.replace(/\r?\n$/, "").split(/\r?\n/);
  const stuffed = lines.map((line) => (line.startsWith(".") ? `.${line}` : line));
  return `${stuffed.join("\r\n")}\r\n.\r\n`;
}

function split(address: string): { host: string; port: number } {
  const at = address.lastIndexOf(":");
  return { host: address.slice(0, at), port: Number(address.slice(at + 1)) };
}
