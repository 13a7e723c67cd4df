// Debian's Chromium under playwright-core, an accessibility check with axe, and small words for tests.
import {mkdirSync, readFileSync} from "node:fs";
import {createRequire} from "node:module";
import {join} from "node:path";
import {chromium} from "playwright-core";

const axe_source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const flags = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync"
];
export const patience_ms = 20_000;

export async function launch() {
    return chromium.launch({executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: flags});
}

/** A page that fails the test on any error of its own, and may speak to `url`'s host only. */
export async function open(browser, url, options = {}) {
    const context = await browser.newContext(
        {viewport: {width: 1440, height: 900}, locale: "en-US", timezoneId: "America/New_York", ...options});
    const page = await context.newPage();
    const errors = [];
    page.setDefaultTimeout(patience_ms);
    page.on("pageerror", (error) => errors.push(`${error}`));
    page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
    const host = new URL(url).host;
    await page.route("**/*", (route) => {
        if (new URL(route.request().url()).host === host) {
            return route.continue();
        }
        errors.push(`request to another host: ${route.request().url()}`);
        return route.abort();
    });
    await page.goto(url);
    return {page, errors};
}

/** Throws when axe finds anything serious or critical. */
export async function check_accessibility(page, what) {
    // Through the debugger, which the page's content policy does not bind.
    await page.evaluate(axe_source);
    const result = await page.evaluate(() => window.axe.run(document, {resultTypes: ["violations"]}));
    const bad = result.violations.filter((one) => one.impact === "serious" || one.impact === "critical");
    const minor = result.violations.filter((one) => !bad.includes(one)).map((one) => one.id);
    if (bad.length > 0) {
        const lines = bad.map(
            (one) => `  ${one.impact} ${one.id}: ${one.help}\n    ` +
                one.nodes.slice(0, 4)
                    .map((node) => `${node.target} ${node.failureSummary?.split("\n")[1] ?? ""}`)
                    .join("\n    "));
        throw new Error(`axe on ${what}:\n${lines.join("\n")}`);
    }
    console.log(`   axe on ${what}: nothing serious${minor.length > 0 ? ` (${minor.join(", ")})` : ""}`);
}

export function screenshots(folder) {
    mkdirSync(folder, {recursive: true});
    return (page, name) => page.screenshot({path: join(folder, `${name}.png`)});
}

export function expect(condition, sentence) {
    if (!condition) {
        throw new Error(`not so: ${sentence}`);
    }
}

/** Runs named steps one after the other and says which one failed. */
export async function play(steps) {
    for (const [sentence, step] of steps) {
        console.log(`-- ${sentence}`);
        try {
            await step();
        } catch (error) {
            error.message = `"${sentence}": ${error.message}`;
            throw error;
        }
    }
}
