// The adapters, asked over standard input.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

export function startProbe(buildDir) {
    const child = spawn(`${buildDir}/tests/adapter_probe`, { stdio: ['pipe', 'pipe', 'inherit'] });
    const waiting = [];
    createInterface({ input: child.stdout }).on('line', (line) => waiting.shift().resolve(JSON.parse(line)));
    child.once('exit', (code) => waiting.forEach(({ reject }) => reject(new Error(`the probe ended with ${code}`))));
    return {
        ask(question) {
            return new Promise((resolve, reject) => {
                waiting.push({ resolve, reject });
                child.stdin.write(`${JSON.stringify({ now: seconds(), ...question })}\n`);
            });
        },
        stop() {
            child.stdin.end();
        },
    };
}

export const seconds = () => Math.floor(Date.now() / 1000);
