// The guided tour: five steps, each of which is done when the state of the sandbox shows it, whoever did it
// and in whatever way. What a step says and where it points is here; how that is shown, in tour_bar.ts.
import type {App} from "./app.ts";
import type {Channel, Message, State} from "./protocol.ts";

export interface Tour {
    /** The newest card at the start: what the tour is about comes after it. */
    after: string;
    /** Alerts that this window had fired before. */
    fired: number;
    /** Steps that were skipped, by their index. */
    skipped: Set<number>;
}

export interface Hint {
    words: string;
    /** Selectors of where to act; the first one that is on screen is meant. */
    where: string[];
}

export interface Step {
    title: string;
    done: boolean;
    hint(): Hint;
}

/** An incident, as far as its card and thread tell. */
interface Incident {
    channel: Channel;
    card: Message;
}

const acknowledge = "inc.ack";
const update = "inc.update.open";
const resolve = "inc.resolve.open";

export function start_tour(app: App): void {
    const newest = incidents(app.state).at(-1);
    app.ui.tour = {after: newest?.card.ts ?? "", fired: app.ui.desk.fired, skipped: new Set()};
    app.redraw();
}

export function end_tour(app: App): void {
    app.ui.tour = null;
    app.redraw();
    document.getElementById("composer-channel")?.focus();
}

/** Cards in channels, oldest first. */
function incidents(state: State): Incident[] {
    return state.channels.filter((channel) => channel.kind === "channel")
        .flatMap((channel) => channel.messages.filter(is_card).map((card) => ({channel, card})))
        .sort((a, b) => a.card.ts < b.card.ts ? -1 : 1);
}

const is_card = (message: Message): boolean => message.bot === true && has_block(message, "card.");

/** The bot names its blocks by what they are of. */
function has_block(message: Message, prefix: string): boolean {
    return message.blocks?.some((block) => block.block_id?.startsWith(prefix)) === true;
}

function has_button(card: Message, action: string): boolean {
    return card.blocks?.some(
               (block) => block.type === "actions" &&
                   block.elements.some((element) => element.action_id === action)) === true;
}

const replies = ({card}: Incident): Message[] => card.thread?.replies ?? [];
const is_open = ({card}: Incident): boolean => has_button(card, acknowledge) || has_button(card, update);
const is_acknowledged = ({card}: Incident): boolean => !has_button(card, acknowledge);
const is_updated = (one: Incident): boolean => replies(one).some((reply) => reply.text.startsWith("[Update"));
/** Open is read: the tour brings it into view. */
const is_read = (app: App, one: Incident): boolean =>
    post_mortem(one) !== undefined && app.ui.thread?.ts === one.card.ts;
const post_mortem = (one: Incident): Message|undefined =>
    replies(one).find((reply) => has_block(reply, "pm."));

/** Opened since the tour began, or joined by an alert that was fired since. */
function incident_of(app: App, tour: Tour): Incident|null {
    const all = incidents(app.state);
    const fresh = all.find((one) => one.card.ts > tour.after);
    const joined = app.ui.desk.fired > tour.fired ? all.filter(is_open).at(-1) : undefined;
    return fresh ?? joined ?? null;
}

export function steps_of(app: App, tour: Tour): Step[] {
    const one = incident_of(app, tour);
    const over = one !== null && !is_open(one);
    const steps = [
        {title: "Send a test alert", done: one !== null, hint: () => to_send(app)},
        {
            title: "Acknowledge by SMS",
            done: one !== null && is_acknowledged(one),
            hint: () => to_acknowledge(app, one)
        },
        {
            title: "Post an update",
            done: over || (one !== null && is_updated(one)),
            hint: () => on_card(
                app, one, update, "Press Post update on the incident's card, say what you know, and post it.")
        },
        {
            title: "Resolve",
            done: over,
            hint: () => on_card(
                app, one, resolve,
                "Press Resolve on the card and say what it was. A source that is quiet alone resolves nothing.")
        },
        {
            title: "Read the post-mortem",
            done: one !== null && is_read(app, one),
            hint: () => to_read(app, one)
        },
    ];
    return steps.map((step, i) => ({...step, done: step.done || tour.skipped.has(i)}));
}

/** Where the tour has come to; after the last step it still points at what was reached. */
export function hint_of(app: App, tour: Tour): Hint {
    const step = steps_of(app, tour).find((one) => !one.done);
    if (step !== undefined) {
        return step.hint();
    }
    const one = incident_of(app, tour);
    return {
        words:
            "That was the tour. The post-mortem knows what the timeline knows; the rest is yours to write.",
        where: one === null ? [] : [article(post_mortem(one), ".pane-thread")],
    };
}

function to_send(app: App): Hint {
    if (app.ui.panel !== "alerts") {
        return {words: "Open Send a test alert under Sandbox.", where: ["#tool-alerts", ".places-button"]};
    }
    if (app.ui.desk.answer?.again === true) {
        return {
            words: "This alert fires already: told again, it opens nothing. Press Resolve, then Fire.",
            where: ["#alert-resolved"]
        };
    }
    return {
        words: "The payload is a sample of the source, and the rules say what they make of it. Press Fire.",
        where: ["#alert-firing"],
    };
}

function to_acknowledge(app: App, one: Incident|null): Hint {
    const name = /INC-\d+/.exec(one?.card.text ?? "")?.[0] ?? "";
    const texts = app.state.phone?.texts ?? [];
    if (name !== "" && texts.some((text) => !text.mine && text.text.includes(name))) {
        return {
            words: "The phone has a text about it. Type 1 under Reply by SMS and press Send.",
            where: [".phone-reply .text-input", ".phone-button"],
        };
    }
    const on_call = app.state.people.find((person) => person.about.includes("primary"));
    if (on_call !== undefined && on_call.id !== app.me) {
        return {
            words: `This phone was not paged. Choose ${on_call.name} under You are.`,
            where: [".you-are select"]
        };
    }
    return {
        words: "No text has come to this phone. Acknowledge on the card instead.",
        where: one === null ? [] : way_to(app, one, button(acknowledge))
    };
}

function on_card(app: App, one: Incident|null, action: string, words: string): Hint {
    if (one !== null && !is_acknowledged(one)) {
        return {
            words: "Nobody has acknowledged yet, and whoever does leads. Press Acknowledge on the card.",
            where: way_to(app, one, button(acknowledge))
        };
    }
    const form = "dialog.form .dialog-foot [type=submit]";
    return {words, where: [form, ...(one === null ? [] : way_to(app, one, button(action)))]};
}

/** To something on the card: there, or how to get the card on screen. */
function way_to(app: App, {channel, card}: Incident, what: string): string[] {
    const {place} = app.ui;
    const is_here = place.kind === "channel" && place.id === channel.id;
    // In a narrow window a pane beside the channel hides it.
    return [
        `${article(card, ".pane-channel")} ${what}`,
        ...(is_here ? [".pane-head .close"] : [`#place-${channel.id}`, ".places-button"])
    ];
}

function to_read(app: App, one: Incident|null): Hint {
    const written = one === null ? undefined : post_mortem(one);
    if (one === null || written === undefined) {
        return {words: "There is no post-mortem: only an incident that was resolved has one.", where: []};
    }
    return {
        words: "Open the replies under the card: Tocsin has begun the post-mortem in the thread.",
        where: [article(written, ".pane-thread"), ...way_to(app, one, ".thread-link")],
    };
}

const button = (action: string): string => `[data-action="${action}"]`;
const article = (message: Message|undefined, pane: string): string =>
    `${pane} [data-ts="${message?.ts ?? ""}"]`;
