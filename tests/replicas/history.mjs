// What the clients saw, judged: whether there is an order of everything that agrees with it. Knows no network and no
// bot, so that it can be tried on histories that are known to be wrong.
//
// An operation is {kind, began, ended, by, seen}: instants of one clock; `ended` is Infinity where no answer came, and
// nobody knows then whether it took effect. `kind` is
//   "ack"   somebody wants to be the one who acknowledged; `seen` is who it was by the answer, undefined without one
//   "read"  `seen` is who acknowledged, null while nobody has

// The acknowledgment of an incident is written once and never changes. Answers sentences about what cannot be.
export function judgeAcknowledgment(operations) {
    const problems = [];
    const answered = operations.filter((one) => one.ended !== Infinity);
    const winners = new Set(answered.map((one) => one.seen).filter(Boolean));
    if (winners.size > 1) problems.push(`it was acknowledged by ${[...winners].join(' and by ')}`);
    const [winner] = winners;
    // An acknowledgment that is answered has taken effect by then, whoever was first.
    const effects = answered.filter((one) => one.kind === 'ack' || one.seen);
    const surely = Math.min(Infinity, ...effects.map((one) => one.ended));
    for (const one of answered) {
        if (one.kind === 'ack' && !one.seen) problems.push(`${one.by} was told that it is acknowledged, and not by whom`);
        if (one.kind === 'read' && !one.seen && one.began > surely)
            problems.push(`it was read as not acknowledged ${Math.round(one.began - surely)} ms after it was`);
    }
    if (winner !== undefined) {
        const tried = operations.filter((one) => one.kind === 'ack' && one.by === winner);
        const earliest = Math.min(Infinity, ...tried.map((one) => one.began));
        if (tried.length === 0) problems.push(`${winner} acknowledged, and never wanted to`);
        for (const one of answered) {
            if (one.seen === winner && one.ended < earliest)
                problems.push(`${winner} was seen before ${winner} acknowledged`);
        }
    }
    return problems;
}

// Every one that was accepted is there in the end. `accepted` and `found` are lists of keys.
export function judgeAccepted(accepted, found) {
    const there = new Set(found);
    return accepted.filter((key) => !there.has(key)).map((key) => `${key} was accepted and is gone`);
}

// Troubles are {kind, began, ended, replica}, `replica` a number or "all", `ended` Infinity while it lasts.
//
// What is due at an instant is done ten seconds later whatever happens to a replica, as another one has taken over by then;
// where the database fails over within these ten seconds it has thirty.
const taken_over_ms = 10_000;
const failed_over_ms = 30_000;
export const failsOver = (due, troubles) =>
    troubles.some(({ kind, began, ended }) => kind === 'fail over' && began <= due + taken_over_ms && ended >= due);
const longestWait = (due, troubles) => (failsOver(due, troubles) ? failed_over_ms : taken_over_ms);

// Whoever sends an alert waits until somebody takes it, no longer than trouble allows. `waits`: {key, began, ended}.
export function judgeWaits(waits, troubles) {
    return waits
        .filter(({ began, ended }) => ended - began > longestWait(began, troubles))
        .map(({ key, began, ended }) => `${key} was accepted after ${Math.round(ended - began)} ms`);
}

// What was told to be over is over in the end. `alerts` are {key, resolved, unanswered}: whether it was resolved, and
// how many requests that told that it fires got no answer: such a one may arrive after the resolution, and nobody can
// say then how it ends. `firing`: keys of those that fire in the end.
export function judgeResolved(alerts, firing) {
    const still = new Set(firing);
    return alerts
        .filter(({ key, resolved, unanswered }) => resolved && unanswered === 0 && still.has(key))
        .map(({ key }) => `${key} was resolved and fires`);
}

// What follows judges pages: {at, id, by, to, incident, text} as the receiver got them, `by` the number of the replica
// that sent it.
const lease_ms = 9000; // so long before a trouble a page may have been under way
const concerns = (trouble, replica) => trouble.replica === 'all' || trouble.replica === replica;

// A page has one ID however often it is sent: once, and once more where whoever sent it first was in trouble then.
export function judgeSends(pages, troubles) {
    const problems = [];
    const sent = new Map();
    for (const page of pages) sent.set(page.id, [...(sent.get(page.id) ?? []), page]);
    for (const [id, [first, ...more]] of sent) {
        if (more.length === 0) continue;
        const which = `${first.incident ?? ''} ${id}`.trim();
        if (more.length > 1) problems.push(`${which} left ${more.length + 1} times`);
        const excused = troubles.some(
            (trouble) =>
                concerns(trouble, first.by) && first.at <= trouble.ended &&
                first.at >= trouble.began - lease_ms,
        );
        if (!excused)
            problems.push(
                `${which} left again by ${more[0].by} ${Math.round(more[0].at - first.at)} ms later,` +
                    ` and ${first.by}, which had sent it, was not in trouble`,
            );
    }
    return problems;
}

// Who was paged hears that somebody else has acknowledged: that text asks nothing of anybody, and is no page.
export const isPage = ({ text }) => !/^INC-\d+ [^\n]*: [^\n]* acknowledged at \d\d:\d\d UTC\. You are not needed now\./.test(text);

// The incidents that a page tells of: its own, and those whose pages waited for the same person and are named beside it.
export function namedBy(page) {
    if (!isPage(page)) return new Set();
    return new Set([...(page.incident ? [page.incident] : []), ...(page.text.match(/\bINC-\d+\b/g) ?? [])]);
}

// Of several incidents a text names two at most, and counts the rest.
function unnamedBy({ text }) {
    return /^\d+ open pages: /.test(text) ? Number(/ and (\d+) more\b/.exec(text)?.[1] ?? 0) : 0;
}

// Nobody is paged for what is acknowledged. `acknowledged`: {name, at}, `at` the instant at which the first answer came
// that says so. A page that was on its way then is late by a second at most, in a trouble by three; while the replica that
// sends it is paused nothing counts.
const on_its_way_ms = 1000;
const in_trouble_ms = 2000;
export function judgeSilence(acknowledged, pages, troubles) {
    const problems = [];
    const since = new Map(acknowledged.map(({ name, at }) => [name, at]));
    for (const page of pages) {
        for (const name of namedBy(page)) {
            const from = since.get(name);
            if (from === undefined || page.at <= from) continue;
            const during = troubles.filter(({ began, ended }) => began <= page.at && ended >= from);
            const paused = during
                .filter((trouble) => trouble.kind === 'pause' && concerns(trouble, page.by))
                .reduce((sum, { began, ended }) => sum + Math.min(ended, page.at) - Math.max(began, from), 0);
            const allowed = on_its_way_ms + (during.length > 0 ? in_trouble_ms : 0) + paused;
            if (page.at - from > allowed)
                problems.push(
                    `${name}: ${page.to} was paged by ${page.by} ${Math.round(page.at - from)} ms after the acknowledgment` +
                        (namedBy(page).size > 1 ? `, in a text that names several: ${JSON.stringify(page.text)}` : ''),
                );
        }
    }
    return problems;
}

// A replica that cannot reach its database sends what it had in hand while its lease is good, and then nothing.
export function judgeCutOff(pages, troubles) {
    const cuts = troubles.filter(({ kind }) => kind === 'cut from the database');
    return pages.flatMap((page) =>
        cuts
            .filter((cut) => concerns(cut, page.by) && page.at > cut.began + on_its_way_ms + in_trouble_ms && page.at < cut.ended)
            .map((cut) => `${page.incident ?? page.id}: ${page.to} was paged by ${page.by} ${Math.round(page.at - cut.began)} ms after it was cut from the database`),
    );
}

// Of an incident no number is told by two different pages: neither by two of its own, nor by one of its own and another
// that names it beside, as a page that waits has not left by itself.
export function judgeOnce(pages) {
    const seen = new Map();
    for (const page of pages) {
        for (const name of namedBy(page)) {
            const place = `${name}: ${page.to}`;
            const ids = seen.get(place) ?? new Map();
            if (!ids.has(page.id)) ids.set(page.id, { ...page, own: page.incident === name });
            seen.set(place, ids);
        }
    }
    return [...seen]
        .filter(([, ids]) => ids.size > 1)
        .map(([place, ids]) => {
            const all = [...ids.values()];
            const own = all.filter((page) => page.own).length;
            const each = all.map((page) => `${page.own ? 'its own' : 'one beside'} by ${page.by} after ${Math.round(page.at - all[0].at)} ms`);
            return `${place} was paged by ${own} pages of its own and named by ${all.length - own} others: ${each.join(', ')}`;
        });
}

// Whom nobody answers for is paged level by level. `incidents`: {name, detected}; `levels`: {to, after_ms}, a
// number each and how long after the detection its level is due. Nobody else is paged for them. That it is one page
// each is judgeOnce's.
export function judgeLevels(incidents, levels, pages, troubles) {
    const problems = [];
    const numbers = new Set(levels.map(({ to }) => to));
    const told = new Map();
    for (const page of pages) for (const name of namedBy(page)) told.set(name, [...(told.get(name) ?? []), page]);
    const counted = pages.map((page) => ({ page, rest: unnamedBy(page) })).filter(({ rest }) => rest > 0);
    for (const { name, detected } of incidents) {
        const mine = told.get(name) ?? [];
        for (const { to } of mine.filter((page) => !numbers.has(page.to))) problems.push(`${name}: ${to} was paged, who is at no level`);
        for (const { to, after_ms } of levels) {
            const due = detected + after_ms;
            const latest = due + longestWait(due, troubles);
            const first = mine.find((page) => page.to === to);
            if (first && first.at < due) problems.push(`${name}: ${to} was paged ${Math.round(due - first.at)} ms early`);
            if (first && first.at > latest) problems.push(`${name}: ${to} was paged ${Math.round(first.at - due)} ms late`);
            if (first) continue;
            const rest = counted.find(({ page, rest }) => rest > 0 && page.to === to && page.at >= due && page.at <= latest);
            if (rest) --rest.rest;
            else problems.push(`${name}: ${to} was never paged`);
        }
    }
    return problems;
}

// A replica ends when it is told to, with 0, or by the signal that it was sent; by itself only with 5, when the database
// failed over. `ends`: {replica, at, asked, code, signal}, `asked` "kill", "stop" or null; `code` null where a signal
// ended it, both null where it did not end at all.
const ends_after_ms = 10_000;
export function judgeEnds(ends, troubles) {
    const how = ({ code, signal }) => (signal ? `by ${signal}` : code === null ? 'never' : `with ${code}`);
    const isFine = ({ at, asked, code, signal }) => {
        if (signal) return asked === 'kill' && signal === 'SIGKILL';
        if (code === 0) return asked === 'stop';
        return (
            code === 5 && asked !== 'stop' &&
            troubles.some(({ kind, began, ended }) => kind === 'fail over' && began <= at && at <= ended + ends_after_ms)
        );
    };
    return ends
        .filter((end) => !isFine(end))
        .map((end) => `replica ${end.replica} ended ${how(end)}, ${end.asked ? `after a ${end.asked}` : 'and nobody had asked it to'}`);
}
