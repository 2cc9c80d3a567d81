import { deflateSync } from "node:zlib";
import assert from "node:assert/strict";
import { test } from "node:test";
import { inflated, unpackIds, unpackNumbers } from "../src/packed";

test("numbers come back as Python packed them", () => {
  assert.deepEqual([...unpackNumbers({ n: 3, from: 7, bytes: 0, data: "" })], [7, 7, 7]);
  assert.deepEqual([...unpackNumbers({ n: 2, from: 5, bytes: 1, data: "AAE=" })], [5, 6]);
  assert.deepEqual([...unpackNumbers({ n: 2, from: -2, bytes: 2, data: "AAABAQ==" })], [-2, 255]);
});

test("ids come back whole, whatever they end in", () => {
  const ids = unpackIds({
    heads: ["#paid:", "=phone:", "02link-", "="],
    head: { n: 4, from: 0, bytes: 1, data: "AAECAw==" },
    tails: ["+64 21", "odd"],
    numbers: { n: 1, from: 7, bytes: 0, data: "" },
    hex: "AAECAwQFBgcI/w==",
  });
  assert.deepEqual(ids, ["paid:000102030405060708ff", "phone:+64 21", "link-07", "odd"]);
});

test("what was too large for a page is inflated to what it was", async () => {
  const told = { caption: ["Nguyễn Văn Hùng", "李伟", "\u202e"], many: Array.from({ length: 5000 }, (_, n) => n) };
  const base64 = deflateSync(Buffer.from(JSON.stringify(told))).toString("base64");
  assert.deepEqual(await inflated(base64), told);
});

test("what is broken is not inflated", async () => {
  await assert.rejects(inflated("AAAA"));
});
