// The public status page in a browser, published by the real program: small and wide, light and dark, with
// and without JavaScript, each looked at by axe. `node status.mjs PROGRAM FOLDER`.
import {execFileSync} from "node:child_process";
import {readFileSync} from "node:fs";
import {createServer} from "node:http";
import {createRequire} from "node:module";

import Parser from "rss-parser";

import {check_accessibility, expect, open} from "./browser.mjs";
import {sandbox_page} from "./sandbox.mjs";

const {page, shot, browser, run, sandbox} = await sandbox_page("status");
const channel = page.locator(".pane-channel");
const form = page.locator("dialog.form");
let status = ""; // where the bot's public listener is

async function type(words) {
    const box = channel.getByRole("textbox", {name: /Message or \/incident/});
    await box.fill(words);
    await box.press("Enter");
}

async function be(name) {
    const label = await page.getByLabel("You are").locator("option").filter({hasText: name}).first().textContent();
    await page.getByLabel("You are").selectOption({label});
}

/** Publishes what stands in the form that `/incident statuspage` opens. */
async function publish(text) {
    await type("/incident statuspage");
    await form.getByRole("textbox", {name: /^Text/}).fill(text);
    await form.getByRole("button", {name: "Publish"}).click();
    await form.waitFor({state: "detached"});
}

/** Each way of looking at a page: the widths, the schemes, without and with JavaScript. */
async function look(path, words, name) {
    for (const width of [320, 1280]) {
        for (const colorScheme of ["light", "dark"]) {
            for (const javaScriptEnabled of [false, true]) {
                const seen = await open(browser, `${status}${path}`,
                    {viewport: {width, height: 900}, colorScheme, javaScriptEnabled});
                const text = await seen.page.locator("body").innerText();
                for (const word of words) {
                    expect(text.includes(word), `${path} at ${width} px says "${word}": ${text}`);
                }
                if (javaScriptEnabled) {
                    const wide = await seen.page.evaluate(() => document.documentElement.scrollWidth);
                    expect(wide <= width, `${path} fits into ${width} px, not ${wide}`);
                    await check_accessibility(seen.page, `${path}, ${width} px, ${colorScheme}`);
                    await shot(seen.page, `${name}-${width}-${colorScheme}`);
                }
                expect(seen.errors.length === 0, `no error: ${seen.errors.join("; ")}`);
                await seen.page.context().close();
            }
        }
    }
}

await run([
    [
        "a quiet page says that all is well",
        async () => {
            await page.getByText(/Bot connected/).waitFor();
            status = sandbox.bot();
            await look("/status", ["Example status", "All systems operational", "No incidents in the last 14 days."],
                "status-quiet");
        },
    ],
    [
        "comms publishes an entry from the form, and the public reads it",
        async () => {
            await type("/incident declare sev1 service:api API Down");
            await channel.getByRole("heading", {name: "SEV 1 INCIDENT: API Down"}).waitFor();
            await be("Kim");
            await publish("We are investigating reports of API errors and slow response times.");
            await look("/status", ["Major outage", "API errors and slow response times", "Investigating",
                "We are investigating reports of API errors and slow response times."], "status-down");
            const text = await (await fetch(`${status}/status`)).text();
            expect(!text.includes("API Down"), "the incident's own title is nowhere");
        },
    ],
    [
        "names are warned of, and can be published all the same",
        async () => {
            await type("/incident statuspage");
            await form.getByRole("textbox", {name: /^Text/}).fill("Dana has found the cause.");
            await form.getByRole("button", {name: "Publish"}).click();
            await form.getByText("This text names Dana. It will be public.").waitFor();
            await check_accessibility(page, "the form with a warning");
            await shot(page, "status-form-warning");
            await form.getByRole("textbox", {name: /^Text/}).fill("The cause is found.");
            await form.getByRole("button", {name: "Publish anyway"}).click();
            await form.waitFor({state: "detached"});
            await look("/status/history", ["The cause is found."], "status-history");
        },
    ],
    [
        "an address is subscribed on the page, confirmed from the mail, and gets the next entry",
        async () => {
            await look("/status", ["Updates by e-mail", "E-mail address"], "status-form");
            await look("/status/subscribe", ["Example status: updates by e-mail", "E-mail address"], "status-subscribe");
            const phone = page.getByRole("complementary", {name: /'s phone$/});
            const {page: reader} = await open(browser, `${status}/status`,
                {viewport: {width: 320, height: 900}, javaScriptEnabled: false});
            await reader.getByLabel("E-mail address").fill("kim@example.com");
            await reader.getByRole("button", {name: "Subscribe"}).click();
            await reader.getByRole("heading", {name: "Look into your mail"}).waitFor();
            await phone.getByText("Confirm: updates of Example by e-mail").click();
            const link = phone.getByRole("link", {name: /\/status\/subscription\//}).first();
            const address = await link.getAttribute("href");
            for (const [press, then] of [["Confirm", "You are subscribed"], ["Unsubscribe", "You are unsubscribed"]]) {
                await reader.goto(address);
                await look(new URL(address).pathname, [press], `status-${press.toLowerCase()}`);
                if (press === "Unsubscribe") {
                    await publish("We have found the cause and are fixing it.");
                    await phone.getByText("[Example] Investigating: API errors and slow response times").waitFor();
                }
                await reader.getByRole("button", {name: press}).click();
                await reader.getByRole("heading", {name: then}).waitFor();
            }
            expect((await fetch(address)).status === 410, "the link is worth nothing any more");
            await reader.context().close();
        },
    ],
    [
        "Atlassian's own widget on another site reads the JSON",
        async () => {
            const file = createRequire(import.meta.url).resolve("@statuspage/status-widget/dist/index.js");
            const script = readFileSync(file, "utf8");
            const site = createServer((request, response) => {
                response.setHeader("Content-Type", request.url === "/widget.js" ? "text/javascript" : "text/html");
                response.end(request.url === "/widget.js" ? script : `<!doctype html><title>Another site</title>
                    <statuspage-widget src="${status}"></statuspage-widget><script src="/widget.js"></script>`);
            });
            await new Promise((done) => site.listen(0, "127.0.0.1", done));
            const context = await browser.newContext();
            const other = await context.newPage();
            await other.goto(`http://127.0.0.1:${site.address().port}/`);
            await other.getByText("Major Service Outage").waitFor();
            await context.close();
            site.close();
        },
    ],
    [
        "feed readers read the feeds, and they are well-formed",
        async () => {
            for (const path of ["/status/feed.atom", "/history.atom", "/history.rss"]) {
                const text = await (await fetch(`${status}${path}`)).text();
                execFileSync("xmllint", ["--noout", "-"], {input: text});
                const feed = await new Parser().parseString(text);
                expect(feed.title === "Example status", `${path} is called Example status: ${feed.title}`);
                expect(feed.items.length === 1, `${path} has one item`);
                const [item] = feed.items;
                expect(item.title === "API errors and slow response times", `the title: ${item.title}`);
                expect(item.link.startsWith(`${status}/status/i/`), `a link to its page: ${item.link}`);
                expect(item.content.includes("The cause is found."), `all its entries: ${item.content}`);
                expect((item.id ?? item.guid).length > 0 && !Number.isNaN(Date.parse(item.isoDate)), "ID and date");
                expect((await fetch(item.link)).status === 200, "the link leads somewhere");
            }
        },
    ],
], "The status page is read by everybody.");
