// What modules of the page take from each other is there, and so are the words they say: merges of many hands break these first.
import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import test from "node:test";
import { fileURLToPath } from "node:url";
import { graph } from "../../Scripts/first-load.mjs";

const WEB = fileURLToPath(new URL("../../Sources/Doors/Web/", import.meta.url));
const names = (await readdir(WEB, { recursive: true })).filter((name) => name.endsWith(".js") && !name.startsWith("vendor/"));
/** The text of every module, by its path. */
const texts = new Map(await Promise.all(names.map(async (name) => [name, await readFile(path.join(WEB, name), "utf8")])));
const beside = (name, other) => path.posix.join(path.posix.dirname(name), other);
const listed = (text) => text.split(",").map((one) => one.trim()).filter(Boolean);

/** What a module exports. */
const exported = (name) => {
  const text = texts.get(name);
  return new Set([
    ...[...text.matchAll(/^export (?:async )?(?:function\*?|class|const|let) (\w+)/gm)].map((one) => one[1]),
    ...[...text.matchAll(/^export \{([^}]*)\}/gm)].flatMap((one) => listed(one[1]).map((it) => it.split(" as ").pop())),
  ]);
};
/** The modules of the parts that come later, by their names. */
const parts = new Map([...texts.get("core/fetched.js").matchAll(/^ {2}(\w+): \(\) => import\("([^"]+)"\)/gm)].map(([, name, file]) => [name, beside("core/fetched.js", file)]));
const LANGUAGES = ["en", "ms", "zh", "ta"];
const catalogue = async (name) => JSON.parse(await readFile(path.join(WEB, `strings/${name}.json`), "utf8"));
/** The words of the first picture, and those that come later, by language. */
const early = Object.fromEntries(await Promise.all(LANGUAGES.map(async (lang) => [lang, await catalogue(lang)])));
const late = Object.fromEntries(await Promise.all(LANGUAGES.map(async (lang) => [lang, await catalogue(`rest/${lang}`)])));
const words = Object.fromEntries(LANGUAGES.map((lang) => [lang, { ...early[lang], ...late[lang] }]));

test("each import names something that is exported there", () => {
  const lacks = [];
  for (const [name, text] of texts) {
    for (const [, space, taken, from] of text.matchAll(/^(?:import|export) (?:\* as (\w+)|\{([^}]*)\}) from "([^"]+)"/gm)) {
      const file = beside(name, from);
      if (file.startsWith("vendor/")) continue;
      if (!texts.has(file)) { lacks.push(`${name}: ${from}`); continue; }
      const there = exported(file);
      const wanted = space ? [...text.matchAll(new RegExp(`(?<![\\w./"])${space}\\.(\\w+)`, "g"))].map((one) => one[1]) : listed(taken).map((one) => one.split(" as ")[0]);
      for (const one of wanted) if (!there.has(one)) lacks.push(`${name}: ${one} of ${from}`);
    }
    for (const [, from] of text.matchAll(/(?:\bimport\(|^import )"([^"]+)"/gm)) if (!texts.has(beside(name, from))) lacks.push(`${name}: ${from}`);
    for (const [, from, one] of text.matchAll(/later\(\(\) => import\("([^"]+)"\), "(\w+)"/g)) if (!exported(beside(name, from)).has(one)) lacks.push(`${name}: ${one} of ${from}`);
  }
  assert.deepEqual(lacks, []);
});

test("what is taken of a part that comes later is in it", () => {
  const lacks = [];
  for (const [name, text] of texts) {
    if (name === "core/fetched.js") continue;
    for (const [whole, one, it] of [
      ...text.matchAll(/\bhere\.(\w+)(?:\?\.|\.)(\w+)/g), ...text.matchAll(/\b(?:part|seen)\("(\w+)", "(\w+)"/g), ...text.matchAll(/await bring\("(\w+)"\)\)\.(\w+)/g),
      ...[...text.matchAll(/\bbring\("(\w+)"\)\.then\(\(\{ ([^}]+) \}\)/g)].flatMap(([all, part, taken]) => listed(taken).map((each) => [all, part, each])),
    ]) if (text.includes("core/fetched.js") && !(parts.has(one) && exported(parts.get(one)).has(it))) lacks.push(`${name}: ${whole}`);
  }
  assert.ok(parts.size > 10);
  assert.deepEqual(lacks, []);
});

test("each word that is said literally stands in all catalogues, and all have the same words with the same gaps", () => {
  const lacks = [];
  for (const [name, text] of texts) {
    for (const [, one, other] of text.matchAll(/(?<![\w.])t\((?:[^"'`()]*\? ?)?"([^"]+)"(?: : "([^"]+)")?/g)) {
      for (const word of [one, other].filter(Boolean)) for (const lang of Object.keys(words)) if (!(word in words[lang])) lacks.push(`${name}: ${word} in ${lang}`);
    }
  }
  const gaps = (text) => [...new Set(String(text).match(/\{\w+\}/g) ?? [])].sort().join(" ");
  for (const [lang, all] of Object.entries(words)) {
    for (const word of Object.keys(words.en)) if (!(word in all)) lacks.push(`${word} in ${lang}`); else if (gaps(all[word]) !== gaps(words.en[word])) lacks.push(`the gaps of ${word} in ${lang}`);
    for (const word of Object.keys(all)) if (!(word in words.en)) lacks.push(`${word} of ${lang} in en`);
  }
  assert.deepEqual(lacks, []);
});

test("what the first picture says comes with it, and no word comes twice", async () => {
  const lacks = [];
  for (const name of await graph(["core/begin.js", "main.js"])) {
    if (name.startsWith("vendor/")) continue;
    for (const [, word] of texts.get(name).matchAll(/"([a-z][\w-]*(?:\.[\w-]+)+)"/gi)) if (late.en[word]) lacks.push(`${name}: ${word}`);
    // A word put together is of a group that is there as a whole.
    for (const [, group] of texts.get(name).matchAll(/`([a-z]\w*)\.\$\{/gi)) for (const word of Object.keys(late.en)) if (word.startsWith(`${group}.`)) lacks.push(`${name}: ${word}`);
  }
  for (const lang of LANGUAGES) {
    for (const word of Object.keys(early[lang])) if (word in late[lang]) lacks.push(`${word} twice in ${lang}`);
    for (const word of Object.keys(late.en)) if (!(word in late[lang])) lacks.push(`${word} not in rest/${lang}`);
  }
  assert.deepEqual(lacks, []);
});
