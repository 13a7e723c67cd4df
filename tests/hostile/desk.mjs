// A person's hands and eyes for tests of the whole program: acts over the sandbox's driver, waits for what
// the bot makes of them, and keeps watch over everything that leaves the bot.
const patience_ms = 20_000;
const look_again_ms = 20;

export const channel = "C0INCIDENTS";
export const dana = "U000DANA";

export class Desk {
    constructor(url) { this.url = url; }

    async post(body) {
        const response = await fetch(`${this.url}/sandbox/act`, {method: "POST", body});
        const text = await response.text();
        const is_json = response.headers.get("Content-Type")?.startsWith("application/json");
        return {status: response.status, answer: is_json ? JSON.parse(text) : {ok: false, error: text}};
    }

    async act(what) {
        const {answer} = await this.post(JSON.stringify({as: dana, channel, ...what}));
        if (!answer.ok) {
            throw new Error(`${JSON.stringify(what).slice(0, 200)}: ${answer.error}`);
        }
        return answer;
    }

    async state() { return (await fetch(`${this.url}/sandbox/state?as=${dana}`)).json(); }

    async transcript() { return (await fetch(`${this.url}/sandbox/transcript`)).json(); }

    /** Waits until `look` answers something. */
    async until(sentence, look) {
        const deadline = Date.now() + patience_ms;
        while (true) {
            const seen = await look();
            if (seen) {
                return seen;
            }
            if (Date.now() > deadline) {
                throw new Error(`it did not happen: ${sentence}`);
            }
            await new Promise((resolve) => setTimeout(resolve, look_again_ms));
        }
    }

    /** The acknowledgment of an envelope, when it has come. */
    async acknowledged(id) {
        return this.until(`envelope ${id} is acknowledged`, async () => {
            const {entries} = await this.transcript();
            return entries.find(
                (one) => one.envelope_id === id && (one.what === "ack" || one.what === "late"));
        });
    }

    /** A command, and all that the bot answered to it: in the acknowledgment or in the channel. */
    async command(text) {
        const {envelope_id} = await this.act({do: "slash", text: `/incident ${text}`});
        return this.acknowledged(envelope_id);
    }

    async form(callback_id) {
        return this.until(`the form ${callback_id} opens`, async () => {
            const open = (await this.state()).views.find((one) => one.view.callback_id === callback_id);
            return open && !open.busy && open;
        });
    }

    /** Submits a form: `words` in every text field, elsewhere what it begins with, or what `choose` names. */
    async submit(form, words, choose = {}) {
        const values = {};
        for (const {block_id, type, element} of form.view.blocks) {
            if (type === "input") {
                values[block_id] = {[element.action_id]: filled(element, words, choose)};
            }
        }
        const {envelope_id} = await this.act({do: "submit", view_id: form.id, values});
        return envelope_id ? this.acknowledged(envelope_id) : undefined;
    }

    async close_forms() {
        for (const {id} of (await this.state()).views.reverse()) {
            await this.act({do: "close", view_id: id});
        }
    }

    /** Every message of the channel with its replies. */
    async messages() {
        const here = (await this.state()).channels.find((one) => one.id === channel);
        return here.messages.flatMap((one) => [one, ...(one.thread?.replies ?? [])]);
    }

    async posted(words) {
        return this.until(
            `a message with ${words}`,
            async () =>
                (await this.messages()).find((one) => JSON.stringify(one).includes(words) && one.bot));
    }
}

function filled(element, words, {label, user}) {
    const {type} = element;
    const named = label && element.options?.find((one) => label.test(one.text.text));
    switch (type) {
        case "plain_text_input":
            return {type, value: words.slice(0, element.max_length ?? words.length)};
        case "checkboxes":
            return {type, selected_options: element.initial_options ?? []};
        case "users_select":
            return {type, selected_user: user ?? element.initial_user ?? dana};
        case "datetimepicker":
            return {type, selected_date_time: element.initial_date_time ?? null};
        default:
            return {type, selected_option: named ?? element.initial_option ?? element.options?.[0] ?? null};
    }
}

const alive = /<!(channel|here|everyone|subteam)|(^|[^\w.\u2060])@(channel|here|everyone)\b/i;
// Slack shows these as they are.
const never_markup = new Set(["initial_value", "private_metadata", "value", "metadata", "url", "action_id"]);

/** The strings in `value` that would notify many people. */
export function pings(value) {
    if (typeof value === "string") {
        return alive.test(value) ? [value] : [];
    }
    if (value === null || typeof value !== "object" || value.type === "plain_text") {
        return [];
    }
    return Object.entries(value).flatMap(([name, inner]) => never_markup.has(name) ? [] : pings(inner));
}
