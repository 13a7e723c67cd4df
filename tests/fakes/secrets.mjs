// The secrets that a configuration of a test has, and the places where they must not stand: what tests/app/secrets.h is
// for programs that a test in C++ runs.
const shortest = 8; // shorter words stand anywhere
const shown = 60; // of the line, before and behind

// What every secret of a kind begins with or has in it.
const kinds = ['CANARY-', 'xapp-sandbox', 'xoxb-sandbox', 'whsec_', 'PRIVATE KEY', 'eyJhbGciOi'];
const keys = 'app_token|bot_token|token|old_token|auth_token|second_auth_token|api_secret|reply_token|signature_secret|secret|old_secret|password|routing_key';
const written = new RegExp(`\\b(?:${keys})\\\\?["']?: *\\\\?["']?([\\w-]{${shortest},})`, 'g');

// Of a configuration, or of a source that writes one. Plain words, as `undefined`, are none.
export function secretsIn(text) {
    const found = [...text.matchAll(written)].map(([, secret]) => secret);
    return [...new Set([...kinds, ...found.filter((secret) => /[-_0-9]/.test(secret))])];
}

// "log, line 7: "the-token" in …" for each of them that stands in the text.
export function placesOf(secrets, text, name) {
    return secrets.flatMap((secret) => {
        const at = text.indexOf(secret);
        if (at === -1) return [];
        const line = text.slice(0, at).split('\n').length;
        const around = text.slice(Math.max(0, at - shown), at + secret.length + shown).split('\n');
        return [`${name}, line ${line}: "${secret}" in ${around.find((each) => each.includes(secret)) ?? secret}`];
    });
}

export function expectNone(places) {
    if (places.length > 0) throw new Error(`a secret came out: ${places.join('\n')}`);
}
