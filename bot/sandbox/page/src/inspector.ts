// The inspector: every envelope, acknowledgment and API call as JSON with its time, newest first. For developers.
import type {App} from "./app.ts";
import {type Child, type Element_, h} from "./dom.ts";
import type {TranscriptEntry} from "./protocol.ts";

const max_shown = 200;

export function inspector_pane(app: App): Element_ {
    const close = (): void => {
        app.ui.panel = null;
        app.redraw();
    };
    const wanted = app.ui.transcript_filter.toLowerCase();
    const shown = app.ui.transcript.filter((entry) => `${entry.kind} ${entry.name} ${entry.note ?? ""}`.toLowerCase().includes(wanted))
                      .slice(-max_shown).reverse();
    return h("aside", {class: "pane pane-inspector", key: "inspector", "aria-label": "Inspector"},
             h("header", {class: "pane-head"},
               h("h2", null, "Inspector"),
               h("span", {class: "pane-note"}, `${app.ui.transcript.length} entries`),
               h("button", {type: "button", class: "close", "aria-label": "Close the inspector", onclick: close}, "×")),
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
               shown.length === 0 ? h("p", {class: "empty"}, "Nothing here yet.") : shown.map(row)));
}

function row(entry: TranscriptEntry): Element_ {
    const line: Child[] = [
        h("time", {datetime: entry.at}, entry.at.replace(/^.*T/, "").replace(/Z$/, "")),
        h("span", {class: `entry-kind entry-${entry.kind}`}, entry.kind),
        h("span", {class: "entry-name"}, entry.name),
        entry.note !== undefined && h("span", {class: "entry-note"}, entry.note),
    ];
    return entry.body === undefined ? h("div", {class: "entry", key: String(entry.n)}, ...line)
                                    : h("details", {class: "entry", key: String(entry.n)}, h("summary", null, ...line),
                                        h("pre", null, JSON.stringify(entry.body, null, 2)));
}
