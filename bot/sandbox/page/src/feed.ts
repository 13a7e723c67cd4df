// The line to the stand-in: whole states come in over a WebSocket, acts go out as POSTs. Comes back by
// itself.
import type {AlertSender, Answer, State, TranscriptEntry} from "./protocol.ts";

const first_wait_ms = 250;
const longest_wait_ms = 4000;

export interface Feed {
    close(): void;
}

/** Follows the state that `user` sees until closed. */
export function follow(
    user: string, on_state: (state: State) => void, on_link: (open: boolean) => void): Feed {
    let socket: WebSocket|null = null;
    let closed = false;
    let wait_ms = first_wait_ms;
    let timer = 0;
    const connect = (): void => {
        const scheme = location.protocol === "https:" ? "wss" : "ws";
        socket = new WebSocket(`${scheme}://${location.host}/sandbox/feed?as=${encodeURIComponent(user)}`);
        socket.onopen = () => {
            wait_ms = first_wait_ms;
            on_link(true);
        };
        socket.onmessage = (event) => {
            if (!closed) {
                on_state(JSON.parse(String(event.data)) as State);
            }
        };
        socket.onclose = () => {
            if (!closed) {
                on_link(false);
                timer = window.setTimeout(connect, wait_ms);
                wait_ms = Math.min(longest_wait_ms, wait_ms * 2);
            }
        };
    };
    connect();
    return {
        close: () => {
            closed = true;
            window.clearTimeout(timer);
            socket?.close();
        },
    };
}

/** One act. A stand-in that cannot be reached is an answer with an error too. */
export async function act(user: string, name: string, members: Record<string, unknown>): Promise<Answer> {
    try {
        const response = await fetch("/sandbox/act", {
            method: "POST",
            headers: {"Content-Type": "application/json"},
            body: JSON.stringify({as: user, do: name, ...members}),
        });
        return (await response.json()) as Answer;
    } catch {
        return {ok: false, error: "The sandbox does not answer. Is it still running?"};
    }
}

export async function transcript(): Promise<TranscriptEntry[]> {
    try {
        const response = await fetch("/sandbox/transcript");
        const body = (await response.json()) as {entries?: TranscriptEntry[]};
        return body.entries ?? [];
    } catch {
        return [];
    }
}

export async function alert_senders(): Promise<{senders: AlertSender[]; values: string[]}> {
    try {
        const response = await fetch("/sandbox/alerts");
        return (await response.json()) as {
            senders: AlertSender[];
            values: string[]
        };
    } catch {
        return {senders: [], values: []};
    }
}
