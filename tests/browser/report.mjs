// The monthly report where people meet it: as a page of its own at both ends of the widths and in both colours,
// and in the sandbox's Slack, with charts and as one picture. `node report.mjs PROGRAM FOLDER`.
import {execFileSync} from "node:child_process";
import {mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {pathToFileURL} from "node:url";

import {check_accessibility, expect, open} from "./browser.mjs";
import {sandbox_page} from "./sandbox.mjs";

const channel = "C0INCIDENTS";
const [program] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), "tocsin-report-"));
const {page, shot, run, browser, sandbox} = await sandbox_page("report");
const shown = page.locator(".pane-channel article").filter({hasText: "Incident report: "}).last();

/** An incident that was noticed after 3 minutes, acknowledged after 2 and over after 18. */
function incident(severity, day) {
    const at = (minutes) => new Date(Date.parse(`${day}T14:32:00Z`) + minutes * 60_000).toISOString();
    return {severity, started: at(-3), detected: at(0), acked: at(2), resolved: at(18)};
}

function report_page() {
    const incidents = [
        incident("sev1", "2024-08-05"), incident("sev2", "2024-08-12"), incident("sev2", "2024-09-02"),
        incident("sev3", "2024-10-03"), incident("sev2", "2024-12-18"), incident("sev2", "2025-01-07"),
        incident("sev2", "2025-01-21"), incident("sev3", "2025-01-28")
    ];
    const data = join(folder, "data.json");
    writeFileSync(data, JSON.stringify({timezone: "UTC", incidents, alerts: {total: 33, false_alarms: 2}}));
    const html = execFileSync(program, ["report", "--month", "2025-01", "--data", data, "--html"]);
    const file = join(folder, "report.html");
    writeFileSync(file, html);
    return pathToFileURL(file).href;
}

async function act(person, what) {
    const answer = await fetch(
        `${sandbox.url}/sandbox/act`, {method: "POST", body: JSON.stringify({as: person, channel, ...what})});
    const {ok, error} = await answer.json();
    expect(ok, `${JSON.stringify(what)} works: ${error}`);
}
const slash = (text) => act("U000DANA", {do: "slash", text: `/incident ${text}`});

await run([
    [
        "the page stands in 320 and 1280 pixels, light and dark, and axe finds nothing",
        async () => {
            const file = report_page();
            for (const width of [320, 1280]) {
                for (const colorScheme of ["light", "dark"]) {
                    const {page: own, errors} =
                        await open(browser, file, {viewport: {width, height: 900}, colorScheme});
                    await own.getByRole("heading", {name: "Incident report: January 2025"}).waitFor();
                    expect(await own.getByRole("img").count() === 2, "there are two charts");
                    const wide = await own.evaluate(() => document.documentElement.scrollWidth);
                    expect(wide <= width, `nothing sticks out to the right of ${width}: ${wide}`);
                    await check_accessibility(own, `the report at ${width} in ${colorScheme}`);
                    await own.screenshot(
                        {path: join(process.argv[3] ?? "screenshots", `report-${width}-${colorScheme}.png`),
                         fullPage: true});
                    expect(errors.length === 0, `the page reports no error: ${errors.join("; ")}`);
                    await own.context().close();
                }
            }
        },
    ],
    [
        "in Slack it has charts and a table, and only who asked sees it",
        async () => {
            await page.getByText(/Bot connected/).waitFor();
            await slash("declare sev2 API Down");
            await slash("ack");
            await slash("metrics");
            await shown.getByText("Incidents per month").first().waitFor();
            await shown.getByRole("table").first().waitFor();
            await shown.getByRole("button", {name: /Share/}).waitFor();
            await shown.scrollIntoViewIfNeeded();
            await shot(page, "report-1-modern");
            await check_accessibility(page, "the report in Slack");
        },
    ],
    [
        "a workspace that takes no charts gets them as one picture, with its words",
        async () => {
            await act("U000DANA", {do: "trouble", kind: "unknown_block", type: "data_visualization"});
            await slash("metrics");
            const picture = shown.locator("img.block-picture");
            await picture.waitFor();
            await picture.evaluate((image) => image.decode());
            expect(
                (await picture.getAttribute("alt")).startsWith("Two charts. Incidents per month"),
                "the picture has its words");
            await picture.scrollIntoViewIfNeeded();
            await shot(page, "report-2-classic");
            await shown.getByRole("button", {name: /Share/}).scrollIntoViewIfNeeded();
            await shot(page, "report-3-classic-end");
            await check_accessibility(page, "the report as a picture");
        },
    ],
    [
        "shared, everybody sees it, and nobody is offered to share it again",
        async () => {
            await shown.getByRole("button", {name: /Share/}).click();
            const posted = page.locator(".pane-channel article").filter({hasText: "Incident report: "});
            await posted.filter({hasNot: page.getByRole("button", {name: /Share/})}).first().waitFor();
            await shot(page, "report-4-shared");
        },
    ],
], "The report was shown on its page, in charts and as a picture, and shared.");
rmSync(folder, {recursive: true, force: true});
