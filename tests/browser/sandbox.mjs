// Runs the real program, `tocsin sandbox`, for a test: an address when it is ready, gone when the test is
// over.
import {spawn} from "node:child_process";
import {createInterface} from "node:readline";

import {placesOf, secretsIn} from "../fakes/secrets.mjs";
import {expect, launch, open, play, screenshots} from "./browser.mjs";

const start_ms = 30_000;
const stop_ms = 10_000;
const kept_log_lines = 40;

/** Resolves when the program has printed its address. */
export async function start_sandbox(program, options = []) {
    const child = spawn(
        program, ["sandbox", "--port", "0", "--no-browser", ...options], {stdio: ["ignore", "pipe", "pipe"]});
    const log = [];
    createInterface({input: child.stderr}).on("line", (line) => {
        for (const place of placesOf(secretsIn(""), line, "log")) {
            console.error(`a secret came out: ${place}`);
            process.exitCode = 1;
        }
        log.push(line);
        if (log.length > kept_log_lines) {
            log.shift();
        }
    });
    const ended = new Promise((resolve) => child.once("close", resolve));
    let bot = "";
    const url = await new Promise((resolve, reject) => {
        const fail = (why) => reject(new Error(`${program} sandbox ${why}\n${log.join("\n")}`));
        const timer = setTimeout(() => fail("printed no address"), start_ms);
        child.once("error", (error) => fail(`does not start: ${error.message}`));
        void ended.then((code) => fail(`ended with ${code}`));
        createInterface({input: child.stdout}).on("line", (line) => {
            bot ||= /^The bot takes alerts at (\S+)\/api\/v1\/alerts/.exec(line)?.[1] ?? "";
            if (/^https?:\/\/\S+$/.test(line)) {
                clearTimeout(timer);
                resolve(line);
            }
        });
    });
    return {
        url,
        bot: () => bot, // the address of its public listener
        log: () => log.join("\n"),
        stop: async () => {
            child.kill("SIGTERM");
            const timer = setTimeout(() => child.kill("SIGKILL"), stop_ms);
            await ended;
            clearTimeout(timer);
        },
    };
}

/**
 * A page of the program that the command line names: `node NAME.mjs PROGRAM FOLDER`. `run` plays steps in it and
 * ends both; a failure is shown with a picture and the program's last lines.
 */
export async function sandbox_page(name, options = []) {
    const [program, folder = "screenshots"] = process.argv.slice(2);
    const shot = screenshots(folder);
    const sandbox = await start_sandbox(program, options);
    const browser = await launch();
    const {page, errors} = await open(browser, sandbox.url);
    const run = async (steps, done) => {
        try {
            await play(steps);
            expect(errors.length === 0, `the page reports no error: ${errors.join("; ")}`);
            console.log(done);
        } catch (error) {
            await shot(page, `${name}-failed`).catch(() => {});
            console.error(
                `${error.stack ?? error}\n${errors.join("\n")}\nthe program's last lines:\n${sandbox.log()}`);
            process.exitCode = 1;
        } finally {
            await browser.close();
            await sandbox.stop();
        }
    };
    return {page, shot, sandbox, browser, run};
}
