import assert from "node:assert/strict";
import { test } from "node:test";
import { cell, fold, matches, moneyText, oneLine, shortened, visible } from "../src/text";

test("marks that turn a text are made visible", () => {
  assert.equal(visible("annual\u202egnp.exe"), "annual\u27e6RLO\u27e7gnp.exe");
  assert.equal(visible("a\u0000b\ud800"), "a\ufffdb\ufffd");
  assert.equal(oneLine("one\u2028two\n three"), "one two three");
});

test("a pair of halves is one sign", () => {
  assert.equal(visible("\u{1f600}"), "\u{1f600}");
  assert.equal(shortened("\u{1f600}\u{1f600}\u{1f600}", 2), "\u{1f600}…");
});

test("what a spreadsheet would run is only text", () => {
  for (const text of ["=1+1", "+1", "-1", "@a", "\t=1", "  =1", "|a"]) assert.match(cell(text), /^"?'/);
  assert.equal(cell('say "a", b'), '"say ""a"", b"');
  assert.equal(cell("Perera"), "Perera");
});

test("names are found without their accents and in any order of words", () => {
  assert.ok(matches(fold("Nguyễn Văn Hùng Đức"), "hung nguyen duc"));
  assert.ok(matches(fold("محمد رضا"), "رضا"));
  assert.ok(!matches(fold("Nguyễn"), "nguyen van"));
});

test("money is written as Python writes it", () => {
  assert.equal(moneyText(123456, 2, "MYR"), "1,234.56 MYR");
  assert.equal(moneyText(5, 2, "THB"), "0.05 THB");
  assert.equal(moneyText(1234567, 0, "VND"), "1,234,567 VND");
  assert.equal(moneyText(1000, 3, "KWD"), "1.000 KWD");
});
