// The guided tour, taken by keyboard to its end against the real program. `node tour.mjs PROGRAM FOLDER`.
import {check_accessibility, expect} from "./browser.mjs";
import {sandbox_page} from "./sandbox.mjs";

const {page, shot, run} = await sandbox_page("tour");
const channel = page.locator(".pane-channel");
const tour = page.getByRole("region", {name: "Guided tour"});
const show = tour.getByRole("button", {name: "Show me where"});
const card = channel.locator("article").filter({hasText: "INCIDENT: High Error Rate"}).first();
const entry = page.getByRole("navigation", {name: "Places"}).getByRole("button", {name: "Guided tour"});
const form = (title) => page.getByRole("dialog", {name: title});

/** The step that the tour has come to, and that it points at something on screen. */
async function at_step(number, words) {
    await tour.getByRole("listitem").and(page.locator("[aria-current=step]")).nth(0).waitFor();
    await tour.getByText(`Step ${number} of 5.`).waitFor();
    await tour.getByText(words).waitFor();
    await page.locator("[data-tour]").waitFor();
}

/** "Show me where" puts the focus on what is marked. */
async function go_there() {
    await show.press("Enter");
    expect(
        await page.evaluate(() => document.activeElement?.closest("[data-tour]") !== null),
        "the focus is where the tour points");
}

await run([
    [
        "the empty channel offers the tour",
        async () => {
            await page.getByText(/Bot connected/).waitFor();
            await channel.getByRole("button", {name: "Take the guided tour"}).press("Enter");
            await at_step(1, "Open Send a test alert under Sandbox.");
            expect(
                await show.evaluate((one) => one === document.activeElement),
                "the focus is on the tour's first button");
            await shot(page, "tour-1-start");
            await check_accessibility(page, "the tour's start");
        },
    ],
    [
        "step 1: a test alert is sent",
        async () => {
            await go_there();
            await page.keyboard.press("Enter");
            await at_step(1, "Press Fire.");
            await shot(page, "tour-2-fire");
            await go_there();
            await page.keyboard.press("Enter");
            await at_step(2, "The phone has a text about it.");
            await card.getByRole("button", {name: /Acknowledge/}).waitFor();
        },
    ],
    [
        "step 2: whoever was not paged is told to become somebody else",
        async () => {
            const you = page.getByLabel("You are");
            await you.selectOption("U000KIM");
            await at_step(2, "Choose Dana under You are.");
            await shot(page, "tour-3-other-person");
            await you.selectOption("U000DANA");
            await at_step(2, "The phone has a text about it.");
        },
    ],
    [
        "step 2: the text is answered with 1",
        async () => {
            await go_there();
            await shot(page, "tour-4-text");
            await check_accessibility(page, "the tour with a phone that rings");
            await page.keyboard.type("1");
            await page.keyboard.press("Enter");
            await at_step(3, "Press Post update on the incident's card");
        },
    ],
    [
        "step 3: an update is posted by the card's form",
        async () => {
            await shot(page, "tour-5-update");
            await go_there();
            await page.keyboard.press("Enter");
            const dialog = form(/Update INC-/);
            await dialog.getByLabel("What do you know now?")
                .fill("A bad deployment, it is being rolled back.");
            await page.locator("dialog [data-tour]").waitFor();
            await shot(page, "tour-6-form");
            await dialog.getByRole("button", {name: "Post update"}).press("Enter");
            await at_step(4, "Press Resolve on the card");
        },
    ],
    [
        "step 4: the incident is resolved",
        async () => {
            await go_there();
            await page.keyboard.press("Enter");
            const dialog = form(/Resolve INC-/);
            await dialog.getByLabel("Root cause").fill("A query without an index.");
            await dialog.getByLabel("Mitigation").fill("Rolled back.");
            await dialog.getByRole("button", {name: "Resolve"}).press("Enter");
            await at_step(5, "Open the replies under the card");
            await shot(page, "tour-7-resolved");
        },
    ],
    [
        "step 5: the post-mortem is opened, and the tour says that it was all",
        async () => {
            await go_there();
            await page.keyboard.press("Enter");
            await tour.getByText("That was the tour.").waitFor();
            await page.locator(".pane-thread [data-tour]").getByText(/Post-Mortem/).first().waitFor();
            expect(await tour.getByText(", done").count() === 5, "every step is done");
            await shot(page, "tour-8-end");
            await check_accessibility(page, "the tour's end");
            await tour.getByRole("button", {name: "Close"}).press("Enter");
            await tour.waitFor({state: "detached"});
            expect(await page.locator("[data-tour]").count() === 0, "nothing is marked any more");
        },
    ],
    [
        "a second tour can be skipped, step by step and as a whole",
        async () => {
            await page.setViewportSize({width: 1100, height: 700});
            await entry.click();
            await at_step(1, "Open Send a test alert under Sandbox.");
            await show.click();
            await page.keyboard.press("Enter");
            await page.getByRole("button", {name: "Fire"}).click();
            await at_step(1, "This alert fires already");
            await go_there();
            await page.keyboard.press("Enter");
            await at_step(1, "Press Fire.");
            await page.getByRole("button", {name: "Fire"}).click();
            await at_step(2, "The phone has a text about it.");
            await shot(page, "tour-9-small");
            await tour.getByRole("button", {name: "Skip this step"}).click();
            await at_step(3, "Press Acknowledge on the card.");
            await page.setViewportSize({width: 800, height: 700});
            await page.locator(".pane-alerts .close[data-tour]").waitFor();
            await shot(page, "tour-10-narrow");
            await go_there();
            await page.keyboard.press("Enter");
            await at_step(3, "Press Acknowledge on the card.");
            await go_there();
            await page.keyboard.press("Enter");
            await at_step(3, "Press Post update on the incident's card");
            await tour.getByRole("button", {name: "End the tour"}).click();
            await tour.waitFor({state: "detached"});
            expect(
                await page.locator("#composer-channel").evaluate((one) => one === document.activeElement),
                "the focus is in the channel's box");
        },
    ],
    [
        "an incident that nobody is texted about is acknowledged on its card",
        async () => {
            await page.setViewportSize({width: 1440, height: 900});
            await entry.click();
            await show.click();
            await page.keyboard.press("Enter");
            await page.getByLabel("Source").selectOption("healthchecks");
            await page.getByRole("button", {name: "Fire"}).click();
            await at_step(2, "No text has come to this phone.");
            await shot(page, "tour-11-no-text");
            await go_there();
            await page.keyboard.press("Enter");
            await at_step(3, "Press Post update on the incident's card");
        },
    ],
], "The tour was taken to its end.");
