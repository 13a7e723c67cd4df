// What the stand-in sends and takes, as docs/sandbox.md fixes it. Nothing here knows how it is shown.
import type {KnownBlock, PlainTextElement} from "@slack/types";

export interface DataPoint {
    label: string;
    value: number;
}

export interface Chart {
    type: "pie"|"bar"|"area"|"line";
    segments?: DataPoint[];
    series?: {name: string; data: DataPoint[]}[];
    axis_config?: {categories?: string[]; x_label?: string; y_label?: string};
}

/** Not in @slack/types yet. */
export interface DataVisualizationBlock {
    type: "data_visualization";
    block_id?: string;
    title?: string;
    chart: Chart;
}

export type ShownBlock = KnownBlock|DataVisualizationBlock;

export interface Message {
    ts: string;
    user: string;
    bot?: boolean;
    text: string;
    blocks?: ShownBlock[];
    at: string;
    reactions?: {name: string; users: string[]}[];
    edited?: boolean;
    pinned?: boolean;
    /** Set on lines that Slack writes itself: somebody joined, the topic changed. */
    subtype?: string;
    broadcast_of?: string|null;
    thread?: {replies: Message[]; count: number; latest: string | null}|null;
}

export interface Ephemeral {
    id: string;
    ts: string;
    thread_ts?: string|null;
    text: string;
    blocks?: ShownBlock[];
}

export interface Channel {
    id: string;
    name: string;

    private: boolean;
    kind: "channel"|"im"|"im_other";
    unread: number;
    archived?: boolean;
    topic?: string;
    members?: string[];
    bookmarks?: {title: string; link: string; emoji?: string}[];
    messages: Message[];
    ephemeral?: Ephemeral[];
}

export interface View {
    id?: string;
    type: "modal"|"home";
    title?: PlainTextElement;
    submit?: PlainTextElement|null;
    close?: PlainTextElement|null;
    blocks: ShownBlock[];
}

export interface OpenView {
    id: string;
    root: string;
    view: View;
    errors?: Record<string, string>;
    trouble?: string|null;
    busy?: boolean;
}

export interface Person {
    id: string;
    name: string;
    about: string;
    guest: boolean;
    tz?: string;
}

export interface Command {
    name: string;
    hint: string;
    verbs: {name: string; usage: string; summary: string}[];
}

export interface Shortcut {
    callback_id: string;
    name: string;
    type: "global"|"message";
}

export interface PhoneCall {
    id: string;
    state: "ringing"|"talking"|"voicemail"|"ended";
    /** How it ended, in Twilio's word. */
    outcome: string|null;
    at: string;
    lines: {text: string; key: boolean}[];
    listening: boolean;
}

export interface Mail {
    id: number;
    from: string;
    subject: string;
    text: string;
    at: string;
}

export interface Phone {
    /** Null: a mailbox alone. */
    number_ending: string|null;
    email: string;
    calls: PhoneCall[];
    texts: {id: string; mine: boolean; text: string; at: string}[];
    mails: Mail[];
    switches: Record<"no_network"|"slow_texts"|"landline", boolean>;
}

export interface State {
    revision: number;
    now: string;
    /** False: the clock stands still between two states. */
    clock_runs?: boolean;
    next_event?: {at: string; what: string}|null;
    you: string;
    team: {id: string; name: string; bot_user: string};
    people: Person[];
    groups?: {id: string; handle: string; name: string}[];
    channels: Channel[];
    home?: {view: View|Record<string, never>|null}|null;
    views: OpenView[];
    commands: Command[];
    shortcuts: Shortcut[];
    /** Null: this person has none. Absent: nobody has. */
    phone?: Phone|null;
    socket: {connections: number};
    toast?: {id: number; text: string}|null;
    /** What is being played, in a sentence. Empty or absent: nothing. */
    narration?: string;
}

export interface TranscriptEntry {
    n: number;
    at: string;
    /** envelope, ack, call, … */
    what: string;
    [member: string]: unknown;
}

/** A request as a monitoring system sends it, with {{…}} for what is filled in. */
export interface AlertRequest {
    method: string;
    target: string;
    headers: [name: string, value: string][];
    body: string;
}

export interface AlertSender {
    name: string;
    kind: string;
    product: string;
    firing: AlertRequest;
    resolved: AlertRequest;
}

export interface JudgedRule {
    name: string;
    when: string;
    asked: boolean;
    matches: boolean;
    wins: boolean;
    /** In the words of `tocsin rules test`: yes, no, … */
    verdict: string;
    /** A line for each comparison. */
    because: string[];
}

export interface RuleTrial {
    heading: string;
    conclusion: string;
    /** Null: of values alone. */
    alert: {status: "firing"|"resolved"}|null;
    rules: JudgedRule[];
}

export interface OwnCondition {
    /** In the words of `tocsin check`. */
    findings: string[];
    /** Of the first of them, from 1, in bytes. */
    column: number|null;
    /** For each alert of the payload. */
    judged: JudgedRule[];
}

export interface Explanation {
    /** Why the bot would refuse the payload. */
    unreadable: string|null;
    trials: RuleTrial[];
    own: OwnCondition|null;
}

/** The answer of an act. What else it carries depends on the act. */
export interface Answer {
    ok: boolean;
    error?: string;
    [more: string]: unknown;
}
