// Reading and writing: the channel, its thread, the box with completion, and what a new state leaves alone.
import {check_accessibility, expect} from "../browser.mjs";
import {dana} from "../fixture/workspace.mjs";

export function conversation({act_after, box, channel, page, server, shot, thread, workspace}) {
    return [
        [
            "the channel shows the card, and its thread opens beside it",
            async () => {
                await channel.getByRole("heading", {name: "SEV 1 INCIDENT: API Down"}).waitFor();
                expect(
                    await channel.getByText("9 minutes ago").count() === 1,
                    "the last update is as old as the clock says");
                await channel.getByRole("button", {name: /^4 replies/}).click();
                await thread.getByText("Pool metrics look flat").first().waitFor();
                await thread.getByText("Only visible to you").waitFor();
                expect(await page.title() === "Tocsin sandbox", "the title names the page");
            }
        ],
        [
            "completion follows what is typed, by keyboard too",
            async () => {
                await box.pressSequentially("/incident up");
                await page.getByRole("option", {name: /incident update/}).waitFor();
                await box.fill("/incident ");
                await box.press("ArrowDown");
                await box.press("ArrowDown");
                await box.press("ArrowDown");
                await shot(page, "render-main");
                await check_accessibility(page, "channel, thread and completion");
                await box.press("Enter");
                expect(await box.inputValue() === "/incident update ", "Enter takes the chosen row");
                await box.fill("/incident ack");
                await box.press("Escape");
                const act = await act_after("slash", () => box.press("Enter"));
                expect(
                    act.text === "/incident ack" && act.channel === "C0INCIDENTS" && act.as === dana,
                    "the line is sent as typed");
                expect(await box.inputValue() === "", "the box is empty again");
            }
        ],
        [
            "a new state keeps focus, selection and half-typed text",
            async () => {
                await box.pressSequentially("half a sentence");
                await box.evaluate((field) => field.setSelectionRange(2, 6));
                workspace.now += 60;
                server.push();
                await page.getByText("2025-01-21 14:43:00 UTC").waitFor();
                expect(
                    await box.evaluate(
                        (field) => document.activeElement === field && field.selectionStart === 2 &&
                            field.selectionEnd === 6),
                    "the caret stays");
                expect(await box.inputValue() === "half a sentence", "the text stays");
                await box.fill("");
                await channel.getByText("10 minutes ago").first().waitFor();
            }
        ],
    ];
}
