// What people do with messages, and the places they stand in: threads, channels, direct messages, Home.
import {check_accessibility, expect} from "../browser.mjs";

export function messages({act_after, channel, choose_from, page, place, server, shot, thread, workspace}) {
    return [
        [
            "reactions, message menu and thread replies",
            async () => {
                await place("incidents").click();
                await channel.getByRole("button", {name: /replies/}).click();
                const said = thread.locator("article", {hasText: "Pool metrics"}).first();
                const pin = said.getByRole("button", {name: /^pushpin, 2/});
                expect(await pin.getAttribute("aria-pressed") === "true", "my own reaction is marked");
                await pin.click();
                await said.getByRole("button", {name: /^pushpin, 1/}).waitFor();
                await said.hover();
                await choose_from(said.getByRole("button", {name: "Add a reaction"}), "eyes");
                await said.getByRole("button", {name: /^eyes, 1/}).waitFor();
                await said.hover();
                const act = await act_after(
                    "message_shortcut",
                    () => choose_from(
                        said.getByRole("button", {name: "Message menu"}), /Add to incident timeline/));
                expect(
                    act.callback_id === "ms.timeline" && /^\d+\.\d{6}$/.test(act.ts),
                    "a message shortcut names its message");
                const reply = thread.getByRole("textbox", {name: "Reply in the thread"});
                await reply.fill("/incident ack");
                await reply.press("Enter");
                await page.getByText("/incident is not supported in threads.").waitFor();
                await page.getByRole("button", {name: "Dismiss"}).last().click();
                await reply.fill("Restarting now");
                const sent = await act_after("message", () => reply.press("Enter"));
                expect(sent.thread_ts === "1737469980.000100", "a reply names its thread");
                await page.locator("#announcer", {hasText: "Dana in the thread: Restarting now"}).waitFor({
                    state: "attached"
                });
            }
        ],
        [
            "what only you see can be dismissed, and a toast too",
            async () => {
                await act_after("dismiss", () => thread.getByRole("button", {name: "Dismiss"}).click());
                await thread.getByText("Only visible to you").waitFor({state: "detached"});
                workspace.toast = {id: 3, text: "/incident failed with the error \"operation_timeout\""};
                server.push();
                await page.getByRole("status").getByText("operation_timeout").waitFor();
                await act_after("dismiss", () => page.getByRole("button", {name: "Dismiss"}).click());
            }
        ],
        [
            "a channel that one is not in has a door, not a box",
            async () => {
                await place("general").click();
                await channel.getByText("@kim has joined the channel").waitFor();
                await channel.getByText("Everything else").waitFor();
                expect(await channel.getByRole("textbox").count() === 0, "there is no box to write in");
                const act = await act_after(
                    "join", () => channel.getByRole("button", {name: "Join channel"}).click());
                expect(act.channel === "C0GENERAL", "joining names the channel");
                await channel.getByRole("textbox", {name: "Message or /incident in #general"}).waitFor();
            }
        ],
        [
            "direct messages are marked read, Home shows its blocks",
            async () => {
                const act = await act_after("read", () => place(/^Tocsin 1/).click());
                expect(act.channel === "D0DANA00001", "the channel that was opened");
                await channel.getByRole("heading", {name: "You are paged. SEV 1: API Down"}).waitFor();
                await shot(page, "render-direct");
                await act_after("open_home", () => place("Tocsin Home").click());
                await page.getByRole("heading", {name: "You are on call"}).waitFor();
                await shot(page, "render-home");
                await check_accessibility(page, "Home");
                const press = await act_after(
                    "press", () => page.getByRole("button", {name: "Declare a new incident"}).click());
                expect(
                    press.view_id === "VHOME" && press.action_id === "home.declare",
                    "Home's buttons name the view");
                await page.getByRole("link", {name: "Open the thread of incident 42"}).click();
                await thread.waitFor();
            }
        ],
    ];
}
