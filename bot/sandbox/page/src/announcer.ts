// Tells screen readers what is new in the conversation on screen, without moving the focus.
import type {App} from "./app.ts";
import {name_of} from "./links.ts";
import {plain} from "./mrkdwn.ts";

const max_kept = 5;

/** Lines that a reader of this window can see, by a key that stays the same while the line stays. */
function lines(app: App): Map<string, string> {
    const out = new Map<string, string>();
    const words = (text: string): string =>
        plain(text.replace(/<@([A-Z0-9]+)>/g, (_, user: string) => name_of(user, app.state))
                  .replace(/<[^|>]*\|([^>]*)>/g, "$1"));
    const {place, thread} = app.ui;
    for (const channel of app.state.channels) {
        const in_view = place.kind === "channel" && place.id === channel.id;
        for (const message of channel.messages) {
            if (in_view) {
                out.set(
                    `${channel.id} ${message.ts}`,
                    `${name_of(message.user, app.state)}: ${words(message.text)}`);
            }
            if (thread?.channel === channel.id && thread.ts === message.ts) {
                for (const reply of message.thread?.replies ?? []) {
                    out.set(
                        `${channel.id} ${reply.ts}`,
                        `${name_of(reply.user, app.state)} in the thread: ${words(reply.text)}`);
                }
            }
        }
        for (const note of channel.ephemeral ?? []) {
            if (in_view || thread?.channel === channel.id) {
                out.set(`note ${note.id}`, `Only visible to you: ${words(note.text)}`);
            }
        }
    }
    for (const call of app.state.phone?.calls ?? []) {
        if (call.state === "ringing") {
            out.set(`call ${call.id}`, "Tocsin is calling.");
        }
        call.lines.forEach((line, i) => line.key || out.set(`call ${call.id} ${i}`, line.text));
    }
    for (const text of app.state.phone?.texts ?? []) {
        if (!text.mine) {
            out.set(`text ${text.id}`, `Text: ${text.text}`);
        }
    }
    for (const mail of app.state.phone?.mails ?? []) {
        out.set(`mail ${mail.id}`, `Mail: ${mail.subject}`);
    }
    return out;
}

/** Returns a function to call after each new state. Changing the place announces nothing. */
export function announcer(app: App, log: HTMLElement): () => void {
    let seen = new Map<string, string>();
    let where = "";
    return () => {
        const now = lines(app);
        const here = JSON.stringify([app.state.you, app.ui.place, app.ui.thread]);
        if (here === where) {
            for (const [key, line] of now) {
                if (!seen.has(key)) {
                    const paragraph = document.createElement("p");
                    paragraph.textContent = line;
                    log.append(paragraph);
                }
            }
            while (log.childElementCount > max_kept) {
                log.firstElementChild?.remove();
            }
        }
        where = here;
        seen = now;
    };
}
