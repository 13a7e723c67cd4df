// What this window knows of sample alerts: the sources, the payloads as they were changed here, what the
// rules make of the one on screen, and what the bot answered. How it is shown is alert_pane.ts' business.
import type {App} from "./app.ts";
import {error_words} from "./errors.ts";
import {act, alert_senders} from "./feed.ts";
import type {AlertRequest, AlertSender, Explanation} from "./protocol.ts";

export type What = "firing"|"resolved";

export interface AlertDesk {
    /** Null: not asked for yet. */
    senders: AlertSender[]|null;
    /** Names of what Prometheus would be asked. */
    values: string[];
    /** The source on screen, by its name. */
    source: string;
    what: What;
    /** Payloads that were changed here, by source and what. */
    bodies: Map<string, string>;
    /** What was typed for the values. */
    given: Map<string, string>;
    /** A condition of one's own. */
    when: string;
    explanation: Explanation|null;
    asking: "no"|"yes"|"again";
    sending: boolean;
    /** `again`: it fires already, so that this told nothing new. */
    answer: {good: boolean; words: string; again: boolean}|null;
    /** How many alerts that fire the bot has taken from this window. */
    fired: number;
}

export function new_desk(): AlertDesk {
    return {
        senders: null,
        values: [],
        source: "",
        what: "firing",
        bodies: new Map(),
        given: new Map(),
        when: "",
        explanation: null,
        asking: "no",
        sending: false,
        answer: null,
        fired: 0,
    };
}

/** In place of the thread: both need the room. */
export function open_desk(app: App): void {
    app.ui.panel = "alerts";
    app.ui.thread = null;
    app.ui.sidebar_open = false;
    app.redraw();
    if (app.ui.desk.senders === null) {
        void load(app);
    }
}

async function load(app: App): Promise<void> {
    const {desk} = app.ui;
    const {senders, values} = await alert_senders();
    desk.senders = senders;
    desk.values = values;
    desk.source = senders[0]?.name ?? "";
    explain(app);
}

export function sender_of(desk: AlertDesk): AlertSender|null {
    return desk.senders?.find((one) => one.name === desk.source) ?? null;
}

/** As the source's own documentation has it, with the source's name in it. */
export function request_of(sender: AlertSender, what: What): AlertRequest {
    const sample = sender[what];
    return {...sample, target: sample.target.replace("{{source}}", sender.name)};
}

const key_of = (source: string, what: What): string => `${source} ${what}`;

export function body_of(desk: AlertDesk, what: What): string {
    return desk.bodies.get(key_of(desk.source, what)) ?? sender_of(desk)?.[what].body ?? "";
}

export function is_changed(desk: AlertDesk): boolean {
    return desk.bodies.has(key_of(desk.source, desk.what));
}

export function write_body(app: App, body: string): void {
    app.ui.desk.bodies.set(key_of(app.ui.desk.source, app.ui.desk.what), body);
    explain(app);
}

export function restore_body(app: App): void {
    app.ui.desk.bodies.delete(key_of(app.ui.desk.source, app.ui.desk.what));
    explain(app);
}

export function choose(app: App, source: string, what: What): void {
    const {desk} = app.ui;
    if (source !== desk.source) {
        desk.answer = null;
        desk.explanation = null;
    }
    desk.source = source;
    desk.what = what;
    explain(app);
}

/** Values that are numbers; the others count as not known. */
function values_of(desk: AlertDesk): Record<string, number> {
    const values: Record<string, number> = {};
    for (const [name, text] of desk.given) {
        if (text.trim() !== "" && Number.isFinite(Number(text))) {
            values[name] = Number(text);
        }
    }
    return values;
}

/** One question at a time; what was typed meanwhile is asked next. */
export function explain(app: App): void {
    const {desk} = app.ui;
    app.redraw();
    if (desk.asking !== "no") {
        desk.asking = "again";
        return;
    }
    desk.asking = "yes";
    void ask(app).then(() => {
        const again = desk.asking === "again";
        desk.asking = "no";
        if (again) {
            explain(app);
        }
        app.redraw();
    });
}

async function ask(app: App): Promise<void> {
    const {desk} = app.ui;
    const {source, what} = desk;
    const question = {source, what, body: body_of(desk, what), when: desk.when, values: values_of(desk)};
    const answer = await act(app.me, "explain_alert", question);
    if (!answer.ok) {
        app.ui.note = error_words(answer.error);
    } else if (desk.source === source && desk.what === what) {
        desk.explanation = answer as unknown as Explanation;
    }
}

export async function send(app: App, what: What): Promise<void> {
    const {desk} = app.ui;
    if (desk.sending) {
        return;
    }
    desk.sending = true;
    choose(app, desk.source, what);
    const answer = await act(app.me, "send_alert", {source: desk.source, what, body: body_of(desk, what)});
    const good = answer.ok && Number(answer.status) < 300;
    desk.sending = false;
    desk.answer = {
        good,
        words: answer.ok ? `The bot answered ${answer.status}: ${String(answer.answer).trim()}` :
                           error_words(answer.error),
        again: good && answer.again === true,
    };
    desk.fired += good && what === "firing" ? 1 : 0;
    explain(app);
}
