// The inspector: every envelope, acknowledgment and API call as JSON with its time, newest first. For
// developers.
import type {App} from "./app.ts";
import {type Element_, h} from "./dom.ts";
import type {TranscriptEntry} from "./protocol.ts";

const max_shown = 200;

type Members = Record<string, unknown>;

function members(value: unknown): Members {
    return typeof value === "object" && value !== null ? (value as Members) : {};
}

/** An entry in a few words. */
export function summary(entry: TranscriptEntry): string {
    const payload = members(entry.payload);
    const answer = members(entry.answer);
    switch (entry.what) {
        case "envelope": {
            const action = members(Array.isArray(payload.actions) ? payload.actions[0] : null).action_id;
            const what = payload.command === undefined ?
                (action ?? members(payload.event).type ?? payload.type) :
                `${payload.command} ${payload.text ?? ""}`;
            const retry = Number(entry.retry_attempt ?? 0) > 0 ? `, retry ${entry.retry_attempt}` : "";
            return `${entry.type}: ${what ?? ""}${retry}`;
        }
        case "ack":
            return `after ${entry.after_ms} ms${entry.payload === null ? "" : ", with a payload"}`;
        case "call":
            return `${entry.method}: ${
                answer.ok === true ? "ok" : (answer.error ?? entry.fault ?? entry.status)}`;
        default:
            return Object.entries(entry)
                .filter(([name, value]) => !["n", "at", "what"].includes(name) && typeof value !== "object")
                .map(([name, value]) => `${name} ${value}`)
                .join(", ");
    }
}

export function inspector_pane(app: App): Element_ {
    const close = (): void => {
        app.ui.panel = null;
        app.redraw();
    };
    const wanted = app.ui.transcript_filter.toLowerCase();
    const shown =
        app.ui.transcript.filter((entry) => `${entry.what} ${summary(entry)}`.toLowerCase().includes(wanted))
            .slice(-max_shown)
            .reverse();
    return h(
        "aside", {class: "pane pane-inspector", key: "inspector", "aria-label": "Inspector"},
        h("header", {class: "pane-head"}, h("h2", null, "Inspector"),
          h("span", {class: "pane-note"}, `${app.ui.transcript.length} entries`),
          h("button", {type: "button", class: "close", "aria-label": "Close the inspector", onclick: close},
            "×")),
        h("div", {class: "inspector-filter"}, h("input", {
              class: "text-input",
              type: "search",
              placeholder: "Filter: envelope, chat.update …",
              "aria-label": "Filter the transcript",
              value: app.ui.transcript_filter,
              oninput: (event) => {
                  app.ui.transcript_filter = (event.target as HTMLInputElement).value;
                  app.redraw();
              },
          })),
        h("div", {class: "scroller", role: "region", tabindex: 0, "aria-label": "Transcript"},
          shown.length === 0 ? h("p", {class: "empty"}, "Nothing here yet.") :
                               shown.map((entry) => row(app, entry))));
}

/** The JSON is made only for rows that are open: there can be thousands. */
function row(app: App, entry: TranscriptEntry): Element_ {
    const {n, at, what, ...body} = entry;
    const key = `entry ${n}`;
    const open = app.ui.folded.get(key) === false;
    const toggle = (event: Event): void => {
        event.preventDefault();
        app.ui.folded.set(key, open);
        app.redraw();
    };
    return h(
        "details", {class: "entry", key, open},
        h("summary", {onclick: toggle},
          h("time", {datetime: at}, at.replace(/^.*T/, "").replace(/(\.\d{3})?\d*Z$/, "$1")),
          h("span", {class: "entry-kind"}, what), h("span", null, summary(entry))),
        open && h("pre", null, JSON.stringify(body, null, 2)));
}
