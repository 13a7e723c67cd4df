// The bill of materials of the program that was built: it keeps CycloneDX 1.5, names every package once, leads from the
// program to each, and says the versions that docs/dependencies.md says. sbom.mjs BUILD_FOLDER
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '../..');
const build = process.argv[2];

// What Debian calls the sources of what stands in the table of docs/dependencies.md.
const inTable = {
  'boost1.81': 'Boost', openssl: 'OpenSSL', 'nlohmann-json3': 'nlohmann/json', fmtlib: '{fmt}', spdlog: 'spdlog',
  sqlite3: 'SQLite', sqlitecpp: 'SQLite', 'postgresql-15': 'libpq', abseil: 'Abseil', 'yaml-cpp': 'yaml-cpp', cli11: 'CLI11',
  'libkainjow-mustache': 'mustache', re2: 'RE2', 'cmark-gfm': 'cmark-gfm', libical3: 'libical', cairo: 'Cairo',
  'prometheus-cpp': 'prometheus-cpp', tzdata: 'tzdata',
};
// The compiler's and the system's own, which every C++ program has.
const system = ['gcc-12', 'glibc', 'linux', 'llvm-toolchain-19'];

const written = () => execFileSync(join(root, 'scripts/package/sbom'), [build, join(build, 'tocsin'), '0.1.0'], {
  encoding: 'utf8', maxBuffer: 1 << 26, env: { ...process.env, SOURCE_DATE_EPOCH: '1700000000' },
});
const text = written();
assert.equal(written(), text, 'the same build gives the same bill');
const bill = JSON.parse(text);

assert.equal(bill.bomFormat, 'CycloneDX');
assert.equal(bill.specVersion, '1.5');
assert.equal(bill.version, 1);
assert.match(bill.serialNumber, /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
assert.equal(bill.metadata.timestamp, '2023-11-14T22:13:20Z');
const program = bill.metadata.component;
assert.deepEqual([program.type, program.name, program.version], ['application', 'tocsin', '0.1.0']);

const known = new Set([program['bom-ref']]);
for (const one of bill.components) {
  assert.ok(['library', 'data'].includes(one.type), one.name);
  assert.match(one.purl, /^pkg:deb\/debian\/[A-Za-z0-9.%+-]+@[^?]+\?arch=\w+&distro=debian-12$/, one.name);
  assert.ok(one.name && one.version && ['required', 'optional'].includes(one.scope), one.name);
  assert.equal(one.licenses.length, 1, one.name);
  assert.ok(one.licenses[0].license.name, `${one.name} says its licence`);
  assert.ok(!known.has(one['bom-ref']), `${one.name} stands once`);
  known.add(one['bom-ref']);
}
const leadsTo = new Map(bill.dependencies.map((each) => [each.ref, each.dependsOn]));
assert.equal(leadsTo.size, bill.dependencies.length, 'one entry each');
for (const [from, to] of leadsTo) for (const ref of [from, ...to]) assert.ok(known.has(ref), `${ref} is a component`);
const reached = new Set();
const walk = (ref) => reached.has(ref) || (reached.add(ref), leadsTo.get(ref).forEach(walk));
walk(program['bom-ref']);
assert.deepEqual([...known].filter((ref) => !reached.has(ref)), [], 'the program leads to each');

// What is loaded for a store on a server alone comes with all that it needs itself, and is there for that alone.
const named = new Map(bill.components.map((one) => [one.name, one]));
const below = (ref, without) => {
  const found = new Set([ref]);
  for (const each of found) for (const next of leadsTo.get(each)) if (next !== without) found.add(next);
  return found;
};
const libpq = named.get('libpq5')['bom-ref'];
for (const name of ['libgssapi-krb5-2', 'libkrb5-3', 'libldap-2.5-0', 'libsasl2-2', 'libgnutls30'])
  assert.ok(below(libpq).has(named.get(name)?.['bom-ref']), `libpq5 leads to ${name}`);
const atStart = below(program['bom-ref'], libpq);
for (const one of bill.components)
  assert.equal(one.scope, atStart.has(one['bom-ref']) ? 'required' : 'optional', one.name);

const documented = new Map();
for (const line of readFileSync(join(root, 'docs/dependencies.md'), 'utf8').split('\n')) {
  const cells = line.split('|').map((cell) => cell.trim());
  if (cells.length >= 6) documented.set(cells[1], cells[2]);
}
const direct = new Set(leadsTo.get(program['bom-ref']));
const upstream = (version) => version.replace(/^\d+:/, '');
const seen = new Set();
for (const one of bill.components.filter((each) => direct.has(each['bom-ref']))) {
  const source = one.properties.find((each) => each.name === 'debian:source').value;
  if (system.includes(source)) continue;
  const name = inTable[source];
  assert.ok(name, `${one.name} (${source}) is a dependency that docs/dependencies.md does not know`);
  const row = [...documented].find(([first]) => first.startsWith(name));
  assert.ok(row, `docs/dependencies.md has a row for ${name}`);
  seen.add(name);
  if (row[1] === '') continue;
  assert.ok(row[1].split(', ').some((version) => upstream(one.version).startsWith(version)),
    `${name}: ${row[1]} in docs/dependencies.md, ${one.version} in the program`);
}
assert.deepEqual(Object.values(inTable).filter((name) => !seen.has(name)), [], 'everything in the table is in the program');
console.log(`${bill.components.length} packages, ${direct.size} of them direct`);
