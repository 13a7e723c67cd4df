// Pages outside Slack, against the real program: a phone rings in the page and its key acknowledges, a text
// is answered, a mail arrives. `node paging.mjs PROGRAM FOLDER`.
import {check_accessibility, expect} from "./browser.mjs";
import {sandbox_page} from "./sandbox.mjs";

const {page, shot, run} = await sandbox_page("paging");
const channel = page.locator(".pane-channel");
const phone = page.getByRole("complementary", {name: /'s phone$/});
const texts = phone.getByRole("region", {name: "Texts and calls"});
const call = phone.locator(".call");

/** Who is on call is known from their phone: it rings. */
const person_whose_phone_rings = async () => {
    for (const name of ["Dana", "Lee"]) {
        await page.getByLabel("You are").selectOption({label: await label_of(name)});
        await page.getByRole("complementary", {name: `${name}'s phone`}).waitFor();
        const rings = call.getByRole("button", {name: "Answer"});
        if (await rings.waitFor({timeout: 5000}).then(() => true, () => false)) {
            return name;
        }
    }
    throw new Error("nobody's phone rings");
};

async function label_of(name) {
    return (await page.getByLabel("You are").locator("option").filter({hasText: name}).first().textContent());
}

async function declare(title) {
    const box = channel.getByRole("textbox", {name: /Message or \/incident/});
    await box.fill(`/incident declare sev1 ${title}`);
    await box.press("Enter");
    await channel.getByRole("heading", {name: `SEV 1 INCIDENT: ${title}`}).waitFor();
}

/** As mail and chat scanners do: opens an address as nobody and presses everything there is, each as soon as it is seen. */
async function scan(address) {
    const nobody = await page.context().browser().newContext();
    const visit = await nobody.newPage();
    const pressable = "button, input[type=submit], a[href]";
    await visit.goto(address);
    const count = await visit.locator(pressable).count();
    for (let i = 0; i < count; ++i) {
        await visit.goto(address);
        await Promise.all([
            visit.waitForLoadState("networkidle"),
            visit.evaluate(([what, at]) => document.querySelectorAll(what)[at].click(), [pressable, i]),
        ]);
    }
    await nobody.close();
    return count;
}

const card = (title) => channel.locator("article").filter({hasText: `SEV 1 INCIDENT: ${title}`}).last();

let on_call = "";
await run([
    [
        "a SEV 1 is declared, and the phone of who is on call rings",
        async () => {
            await page.getByText(/Bot connected/).waitFor();
            await declare("API Down");
            on_call = await person_whose_phone_rings();
            await shot(page, "paging-1-rings");
            await check_accessibility(page, "a phone that rings");
        },
    ],
    [
        "the call speaks, and key 1 acknowledges",
        async () => {
            await call.getByRole("button", {name: "Answer"}).press("Enter");
            await call.getByText("Press 1 to acknowledge.").waitFor();
            await shot(page, "paging-2-speaks");
            await check_accessibility(page, "a call");
            await call.getByRole("button", {name: "1", exact: true}).press("1");
            await call.getByText("You lead incident one.").waitFor();
            await card("API Down").getByText(new RegExp(`Acknowledged .*${on_call}`, "i")).waitFor();
            await call.waitFor({state: "detached"});
        },
    ],
    [
        "the next one is acknowledged by a text",
        async () => {
            await declare("Web Down");
            const text = texts.getByRole("listitem").filter({hasText: "SEV 1 INCIDENT: Web Down"});
            await text.first().waitFor();
            await call.getByRole("button", {name: "Reject"}).click();
            await call.waitFor({state: "detached"});
            await phone.getByRole("textbox", {name: "Reply by SMS"}).fill("1");
            await phone.getByRole("textbox", {name: "Reply by SMS"}).press("Enter");
            await texts.getByText(/you acknowledged at/).waitFor();
            await card("Web Down").getByText(new RegExp(`Acknowledged .*${on_call}`, "i")).waitFor();
            await shot(page, "paging-3-texts");
            await check_accessibility(page, "texts");
        },
    ],
    [
        "the link of a text opens the page where a press acknowledges, and not one within a second",
        async () => {
            await declare("Dns Down");
            const text = texts.getByRole("listitem").filter({hasText: "SEV 1 INCIDENT: Dns Down"});
            const pressed = await scan(await text.getByRole("link").last().getAttribute("href"));
            expect(pressed > 0, "the page has something to press");
            await card("Dns Down").getByRole("button", {name: /Acknowledge/}).waitFor();
            const [opened] = await Promise.all(
                [page.context().waitForEvent("page"), text.getByRole("link").last().click()]);
            const done = opened.getByText(/You acknowledged at/).first();
            const press = opened.getByRole("button", {name: "Acknowledge", exact: true});
            await press.waitFor();
            // The first second is for scanners that press everything.
            await page.waitForFunction((looked) => Date.now() > looked + 1200, Date.now());
            await press.click();
            await done.waitFor();
            await opened.close();
            await card("Dns Down").getByText(new RegExp(`Acknowledged .*${on_call}`, "i")).waitFor();
            await call.waitFor({state: "detached"});
        },
    ],
    [
        "twenty minutes pass under a ringing phone, and the manager has a mail",
        async () => {
            await declare("Pay Down");
            await call.waitFor();
            for (let i = 0; i < 2; ++i) {
                const before = await page.locator(".clock time").textContent();
                await page.getByRole("button", {name: "+10 min"}).click();
                await page.waitForFunction(
                    (old) => Date.parse(document.querySelector(".clock time").textContent) -
                            Date.parse(old) >=
                        590_000,
                    before);
            }
            await texts.getByText(/not answered/).first().waitFor();
            await page.getByLabel("You are").selectOption({label: await label_of("Sam")});
            const mail = phone.getByText(/\[SEV 1\] INC-\d+ Pay Down/);
            await mail.click();
            await phone.getByText("Opening the link shows a page with a button.").waitFor();
            await shot(page, "paging-4-mail");
            await check_accessibility(page, "a mail");
        },
    ],
    [
        "without a network the ringing stops",
        async () => {
            await call.waitFor();
            await phone.getByLabel("No network").check();
            await call.waitFor({state: "detached"});
            await texts.getByText(/not answered/).waitFor();
            await phone.getByLabel("No network").uncheck();
        },
    ],
    [
        "in a narrow window the phone is behind a button",
        async () => {
            await page.setViewportSize({width: 800, height: 800});
            await phone.waitFor({state: "hidden"});
            await page.getByRole("button", {name: /Phone/}).click();
            await phone.waitFor();
            await shot(page, "paging-5-narrow");
        },
    ],
], "Pages were answered by key and by text.");
