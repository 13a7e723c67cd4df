// Carries connections on: node forward.mjs PORT HOST:PORT … listens on loopback at each PORT. Run inside a network
// namespace, so that what insists on loopback reaches what is outside of it.
import { connect, createServer } from 'node:net';

process.stdin.resume().on('end', () => process.exit(0)); // whoever started it is gone
const words = process.argv.slice(2);
let open = 0;
for (let i = 0; i + 1 < words.length; i += 2) {
    const [host, port] = words[i + 1].split(':');
    const server = createServer((from) => {
        const to = connect(Number(port), host);
        from.pipe(to);
        to.pipe(from);
        for (const [one, other] of [[from, to], [to, from]]) {
            one.on('error', () => other.destroy());
            one.on('close', () => other.destroy());
        }
    });
    server.listen(Number(words[i]), '127.0.0.1', () => {
        open += 2;
        if (open === words.length) console.log('ready');
    });
}
