// Starts the stand-in and plays people on it.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

export async function startStandIn(buildDir, args = []) {
    const child = spawn(`${buildDir}/tests/slack_stand_in`, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    const exited = new Promise((resolve) => child.once('exit', resolve));
    const lines = createInterface({ input: child.stdout });
    const url = await new Promise((resolve, reject) => {
        lines.once('line', resolve);
        exited.then((code) => reject(new Error(`the stand-in ended with ${code}`)));
    });
    return {
        ...peopleAt(url),
        stop() {
            child.stdin.end();
            return exited;
        },
    };
}

// What people do and see at a stand-in or a sandbox.
export function peopleAt(url) {
    return {
        url,
        async act(act) {
            const response = await fetch(`${url}/sandbox/act`, { method: 'POST', body: JSON.stringify(act) });
            return response.json();
        },
        async state(as) {
            return (await fetch(`${url}/sandbox/state?as=${as}`)).json();
        },
        async transcript() {
            return (await fetch(`${url}/sandbox/transcript`)).json();
        },
    };
}

// Waits for a condition by asking again.
export async function until(what, condition, limit_s = 10) {
    const end = Date.now() + limit_s * 1000;
    for (;;) {
        const value = await condition();
        if (value) return value;
        if (Date.now() > end) throw new Error(`waited in vain for ${what}`);
        await new Promise((resolve) => setTimeout(resolve, 20));
    }
}
