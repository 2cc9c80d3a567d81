// Text is data: shown as it is, with what turns or hides it made visible.

const TURNS = new Map<string, string>(
  [..."\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"].map((mark, at) => [
    mark,
    ["LRE", "RLE", "PDF", "LRO", "RLO", "LRI", "RLI", "FSI", "PDI"][at],
  ]),
);
const TURNING = /[\u202a-\u202e\u2066-\u2069]/g;
// What no font shows: control characters and halves of a pair.
const UNSEEN =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

export function visible(text: string): string {
  return text.replace(UNSEEN, "\ufffd").replace(TURNING, (mark) => `\u27e6${TURNS.get(mark)}\u27e7`);
}

// On a canvas and in a file of one line a break would be lost.
export function oneLine(text: string): string {
  return visible(text).replace(/[\s\u2028\u2029]+/g, " ").trim();
}

export function fold(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase()
    .replace(/đ/g, "d")
    .replace(/ı/g, "i");
}

// All words of what is looked for stand somewhere in the text, in any order.
export function matches(folded: string, query: string): boolean {
  return fold(query)
    .split(/\s+/)
    .every((word) => folded.includes(word));
}

export function shortened(text: string, most: number): string {
  const signs = [...text];
  return signs.length > most ? `${signs.slice(0, most - 1).join("")}…` : text;
}

// Lines of so many signs at most, broken between words where that can be.
export function wrapped(text: string, most: number): string[] {
  const line = `.{1,${most}}`;
  return (text.match(new RegExp(`${line}(?= |$)|${line}`, "gu")) ?? [""]).map((one) => one.trim());
}

export function count(number: number): string {
  return number.toLocaleString("en-GB");
}

export function plural(number: number, one: string, many: string): string {
  return `${count(number)} ${number === 1 ? one : many}`;
}

export function moneyText(minor: number, digits: number, currency: string): string {
  const text = String(Math.abs(minor)).padStart(digits + 1, "0");
  const whole = text.slice(0, text.length - digits).replace(/\B(?=(\d{3})+$)/g, ",");
  return `${whole}${digits ? `.${text.slice(-digits)}` : ""} ${currency}`;
}

// A spreadsheet would run what begins so.
export function cell(text: string): string {
  const safe = /^[\s]*[=+\-@\t\r|]/.test(text) ? `'${text}` : text;
  return /[",\n\r;\t]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
}
