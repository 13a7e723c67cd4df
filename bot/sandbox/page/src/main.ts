// Puts the page together: takes states in, draws them, and carries out what people do.
import {alert_pane} from "./alert_pane.ts";
import {announcer} from "./announcer.ts";
import {type App, new_ui, type Place} from "./app.ts";
import {channel_pane, thread_pane} from "./conversation.ts";
import {differences_dialog, question, reset_dialog} from "./dialogs.ts";
import {type Child, type Element_, h, patch} from "./dom.ts";
import {error_words} from "./errors.ts";
import {act, type Feed, follow, transcript} from "./feed.ts";
import {forget} from "./fields.ts";
import {focus_first_error, form} from "./forms.ts";
import {narration, notes, sidebar, top_bar} from "./frame.ts";
import {home_pane} from "./home.ts";
import {inspector_pane} from "./inspector.ts";
import {phone_pane} from "./phone.ts";
import type {Channel, State} from "./protocol.ts";
import {mark_where, tour_bar} from "./tour_bar.ts";
import {trouble_dialog} from "./trouble.ts";

const root = document.getElementById("page") as HTMLElement;
const log = document.getElementById("announcer") as HTMLElement;

/** Who an address without `as` is. */
const first_person = "U000DANA";

function start(): void {
    let state: State|null = null;
    let received_ms = 0;
    let feed: Feed|null = null;
    let drawing = false;
    let opener: Element|null = null;
    let errors_shown = "";
    const ui = new_ui();

    const app: App = {
        get state(): State { return state as State; },
        ui,
        me: new URLSearchParams(location.search).get("as") ?? first_person,
        now: () => {
            const since_ms = app.state.clock_runs === false ? 0 : performance.now() - received_ms;
            return new Date(Date.parse(app.state.now) + since_ms);
        },
        text: () => ({state: app.state, now: app.now(), open_thread: app.open_thread}),
        act: async (name, members = {}) => {
            if (name !== "read") {
                ui.note = null;
            }
            const answer = await act(app.me, name, members);
            if (!answer.ok && name !== "suggest" && name !== "read") {
                ui.note = error_words(answer.error);
                app.redraw();
            }
            return answer;
        },
        become: (user) => {
            history.replaceState(null, "", `?as=${encodeURIComponent(user)}`);
            ui.thread = null;
            ui.menu = null;
            app.me = user;
            listen();
            if (ui.place.kind === "home") {
                void app.act("open_home");
            }
            app.redraw();
        },
        go: (place: Place) => {
            ui.place = place;
            ui.sidebar_open = false;
            if (ui.thread !== null && (place.kind === "home" || place.id !== ui.thread.channel)) {
                ui.thread = null;
            }
            if (place.kind === "home") {
                void app.act("open_home");
            }
            mark_read();
            app.redraw();
        },
        open_thread: (channel, ts) => {
            ui.place = {kind: "channel", id: channel};
            ui.thread = {channel, ts};
            ui.panel = ui.panel === "alerts" ? null : ui.panel;  // it stands in the thread's place
            mark_read();
            app.redraw();
            requestAnimationFrame(() => document.getElementById("composer-thread")?.focus());
        },
        redraw: () => {
            if (!drawing) {
                drawing = true;
                queueMicrotask(() => {
                    drawing = false;
                    if (state !== null) {
                        draw();
                    }
                });
            }
        },
    };

    const announce = announcer(app, log);

    function listen(): void {
        feed?.close();
        feed = follow(app.me, take, (open) => {
            ui.link = open ? "open" : "lost";
            if (!open && state === null) {
                patch(root, [h("p", {class: "empty"}, "The sandbox does not answer. Trying again …")]);
            }
            app.redraw();
        });
    }

    function take(next: State): void {
        const gone = (state?.views ?? []).filter((view) => !next.views.some((other) => other.id === view.id));
        state = next;
        received_ms = performance.now();
        gone.forEach((view) => forget(app, view.id));
        mark_read();
        app.redraw();
        announce();
        if (ui.panel === "inspector") {
            void load_transcript();
        }
    }

    /** The channel on screen. At first it is the bot's own. */
    function here(): Channel|null {
        const {channels, team} = app.state;
        const {place} = ui;
        return place.kind === "home" ?
            null :
            (channels.find((channel) => channel.id === place.id) ??
             channels.find((channel) => channel.members?.includes(team.bot_user)) ?? channels[0] ?? null);
    }

    function mark_read(): void {
        const channel = here();
        if (channel !== null && app.state.you === app.me && channel.unread > 0 &&
            channel.members?.includes(app.state.you) !== false && document.visibilityState === "visible") {
            void app.act("read", {channel: channel.id});
        }
    }

    async function load_transcript(): Promise<void> {
        ui.transcript = await transcript();
        app.redraw();
    }

    function draw(): void {
        const channel = here();
        if (channel !== null) {
            ui.place = {kind: "channel", id: channel.id};
        }
        const thread = ui.thread;
        const thread_channel =
            thread === null ? null : (app.state.channels.find((one) => one.id === thread.channel) ?? null);
        const had_dialog = document.querySelector("dialog") !== null;
        const before = document.activeElement;
        if (ui.panel === "inspector" && document.querySelector(".pane-inspector") === null) {
            void load_transcript();
        }
        const at_end = [...document.querySelectorAll<HTMLElement>("[data-stick]")].filter(
            (one) => one.scrollHeight - one.scrollTop - one.clientHeight < 40);
        const panes: Child[] = [
            channel === null ? home_pane(app) : channel_pane(app, channel),
            thread !== null && thread_channel !== null && thread_pane(app, thread_channel, thread.ts),
            ui.panel === "alerts" && alert_pane(app),
            ui.panel === "inspector" && inspector_pane(app),
            phone_pane(app),
        ];
        const open_dialogs = dialogs();
        // What stands outside of an open dialog is behind its veil, and notes must be seen.
        const top = open_dialogs.at(-1);
        top?.children.push(notes(app));
        patch(root, [
            top_bar(app),
            narration(app),
            tour_bar(app),
            h("div", {class: "body", key: "body"}, sidebar(app),
              h("div", {class: "panes", key: "panes"}, panes)),
            open_dialogs,
            top === undefined && notes(app),
        ]);
        at_end.forEach((one) => one.scrollTop = one.scrollHeight);
        keep_focus(had_dialog, before);
        mark_where(app);
    }

    function dialogs(): Element_[] {
        const view = app.state.views.at(-1);
        return [
            ui.panel === "trouble" ? trouble_dialog(app) : null,
            ui.panel === "differences" ? differences_dialog(app) : null,
            ui.panel === "reset" ? reset_dialog(app) : null,
            view === undefined ? null : form(app, view),
            ui.question === null ? null : question(app, ui.question),
        ].filter((one) => one !== null);
    }

    /** A dialog gives the focus back to what opened it; new errors take it to the first field in error. */
    function keep_focus(had_dialog: boolean, before: Element|null): void {
        const has_dialog = document.querySelector("dialog") !== null;
        if (has_dialog && !had_dialog) {
            opener = before;
        } else if (!has_dialog && had_dialog) {
            const back = opener instanceof HTMLElement && opener.isConnected && opener !== document.body ?
                opener :
                document.getElementById("composer-channel");
            back?.focus();
        }
        const top = app.state.views.at(-1);
        const errors =
            top === undefined ? "" : JSON.stringify([top.id, top.errors ?? {}, ui.errors.get(top.id) ?? {}]);
        if (errors !== errors_shown && errors.includes(":")) {
            focus_first_error();
        }
        errors_shown = errors;
    }

    function close_menu(): void {
        if (ui.menu !== null) {
            ui.menu = null;
            app.redraw();
        }
    }

    document.addEventListener("click", close_menu);
    document.addEventListener("wheel", close_menu, {passive: true});
    document.addEventListener("visibilitychange", () => state !== null && mark_read());
    window.setInterval(() => {
        if (state !== null && state.clock_runs !== false) {
            app.redraw();
        }
    }, 1000);
    patch(root, [h("p", {class: "empty"}, "Connecting to the sandbox …")]);
    listen();
}

start();
