// Takes the picture of the README: the sandbox's page with an incident under way. `node picture.mjs PROGRAM
// FILE`.
import {launch, open} from "./browser.mjs";
import {start_sandbox} from "./sandbox.mjs";

const [program, file] = process.argv.slice(2);
const channel = "C0INCIDENTS";
const sandbox = await start_sandbox(program);
const browser = await launch();

/** Plays an act and waits until the channel and its threads hold this many messages. */
async function act(person, what, messages) {
    const answer = await fetch(
        `${sandbox.url}/sandbox/act`, {method: "POST", body: JSON.stringify({as: person, channel, ...what})});
    const {ok, error} = await answer.json();
    if (!ok) {
        throw new Error(`${JSON.stringify(what)}: ${error}`);
    }
    const deadline = Date.now() + 20_000;
    while (true) {
        const state = await (await fetch(`${sandbox.url}/sandbox/state?as=${person}`)).json();
        const cards = state.channels.find((one) => one.id === channel).messages;
        const count = cards.reduce((sum, one) => sum + 1 + (one.thread?.replies.length ?? 0), 0);
        if (count >= messages) {
            return cards;
        }
        if (Date.now() > deadline) {
            throw new Error(`${JSON.stringify(what)}: ${count} messages, not ${messages}`);
        }
        await new Promise((resolve) => setTimeout(resolve, 50));
    }
}

const slash = (text) => ({do: "slash", text: `/incident ${text}`});

try {
    const {page, errors} = await open(browser, sandbox.url, {viewport: {width: 1440, height: 860}});
    await page.getByText(/Bot connected/).waitFor();
    await act(
        "U000DANA", slash("declare sev1 service:api API Down -- All requests fail with 500 errors."), 2);
    const cards = await act("U000DANA", slash("ack"), 4);
    const thread_ts = cards[0].ts;
    await act("U000DANA", {do: "clock", advance_s: 180}, 4);
    await act(
        "U000LEE", {do: "message", thread_ts, text: "Connections to the database are all taken since 09:30."},
        5);
    await act("U000DANA", {do: "clock", advance_s: 120}, 5);
    await act("U000DANA", slash("update identified: Database connection pool exhausted. eta 15m"), 6);
    await act("U000DANA", {do: "clock", advance_s: 600}, 7);
    await page.getByRole("button", {name: "# incidents"}).click();
    await page.locator(".pane-channel").getByRole("button", {name: /repl/}).first().click();
    await page.locator(".pane-thread").getByText(/is due/).waitFor();
    await page.mouse.move(0, 0);
    await page.screenshot({path: file});
    if (errors.length > 0) {
        throw new Error(`the page reports: ${errors.join("; ")}`);
    }
} finally {
    await browser.close();
    await sandbox.stop();
}
