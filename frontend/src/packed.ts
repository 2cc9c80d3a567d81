// Columns as Python packed them (linkgraph/views/columns.py), read back exactly.

export interface PackedNumbers {
  n: number;
  from: number;
  bytes: number;
  data: string;
}

export interface PackedIds {
  heads: string[];
  head: PackedNumbers;
  tails: string[];
  numbers: PackedNumbers;
  hex: string;
}

const DIGEST_BYTES = 10;

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at += 1) bytes[at] = text.charCodeAt(at);
  return bytes;
}

/** Return what was too large to stand in a page as it is (linkgraph/views/columns.py, pack_json). */
export async function inflated<T>(base64: string): Promise<T> {
  const packed = new Blob([bytesOf(base64)]).stream();
  return (await new Response(packed.pipeThrough(new DecompressionStream("deflate"))).json()) as T;
}

export function unpackNumbers({ n, from, bytes, data }: PackedNumbers): Float64Array {
  const values = new Float64Array(n).fill(from);
  if (bytes === 0) return values;
  const raw = bytesOf(data);
  for (let at = 0; at < n; at += 1) {
    let value = 0;
    for (let byte = bytes - 1; byte >= 0; byte -= 1) value = value * 256 + raw[at * bytes + byte];
    values[at] += value;
  }
  return values;
}

export function unpackIds(packed: PackedIds): string[] {
  const heads = unpackNumbers(packed.head);
  const numbers = unpackNumbers(packed.numbers);
  const digests = bytesOf(packed.hex);
  let [tail, number, digest] = [0, 0, 0];
  return Array.from(heads, (place) => {
    const head = packed.heads[place];
    if (head[0] === "#") {
      let hex = "";
      for (let byte = 0; byte < DIGEST_BYTES; byte += 1)
        hex += digests[digest + byte].toString(16).padStart(2, "0");
      digest += DIGEST_BYTES;
      return head.slice(1) + hex;
    }
    if (head[0] === "0") {
      const width = Number(head[1]);
      return head.slice(2) + String(numbers[number++]).padStart(width, "0");
    }
    return head.slice(1) + packed.tails[tail++];
  });
}
