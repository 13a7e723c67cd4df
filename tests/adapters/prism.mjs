// Prism serves one OpenAPI document on a free port and refuses what the document does not allow.
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

async function freePort() {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address();
    await new Promise((resolve) => server.close(resolve));
    return port;
}

// In a form an array is its name repeated: OpenAPI's default, which Prism wants spelled out.
function withArraysSpelledOut(document) {
    for (const operation of Object.values(document.paths).flatMap(Object.values)) {
        const form = operation.requestBody?.content?.['application/x-www-form-urlencoded'];
        const arrays = Object.entries(form?.schema?.properties ?? {}).filter(([, each]) => each.type === 'array');
        if (arrays.length) {
            form.encoding = Object.fromEntries(arrays.map(([name]) => [name, { style: 'form', explode: true }]));
        }
    }
    return document;
}

export async function startPrism(file) {
    const document = JSON.parse(await readFile(here(`openapi/${file}`), 'utf8'));
    return run(withArraysSpelledOut(document), 'mock');
}

/** Hands on to `upstream`, and tells in the header sl-violations where the document and what is said differ. */
export function startPrismBefore(upstream, document) {
    return run(document, 'proxy', upstream);
}

async function run(document, manner, ...upstream) {
    const folder = await mkdtemp(join(tmpdir(), 'tocsin-prism-'));
    const file = join(folder, 'document.json');
    await writeFile(file, JSON.stringify(document));
    const port = await freePort();
    const args = [manner, '-h', '127.0.0.1', '-p', String(port), file, ...upstream];
    const child = spawn(process.execPath, [here('node_modules/@stoplight/prism-cli/dist/index.js'), ...args], {
        stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    await new Promise((resolve, reject) => {
        const look = (chunk) => {
            output += chunk;
            if (output.includes('Prism is listening')) resolve();
        };
        child.stdout.on('data', look);
        child.stderr.on('data', look);
        child.once('exit', (code) => reject(new Error(`Prism ended with ${code}: ${output}`)));
    });
    return {
        url: `http://127.0.0.1:${port}`,
        async stop() {
            const ended = new Promise((resolve) => child.once('exit', resolve));
            child.kill();
            await ended;
            await rm(folder, { recursive: true });
        },
    };
}
