// A phone company on loopback that takes Twilio's requests, answers at once, and notes when it was handed each.
import { createServer } from 'node:http';

export async function startPhoneCompany() {
    const orders = []; // {at: milliseconds of performance.now(), call: boolean, to, text}
    const server = createServer((request, response) => {
        const at = performance.now();
        let body = '';
        request.on('data', (part) => (body += part));
        request.on('end', () => {
            const posted = request.method === 'POST';
            const fields = new URLSearchParams(body);
            if (posted) {
                const text = fields.get('Body') ?? fields.get('Twiml') ?? '';
                orders.push({ at, call: request.url.endsWith('/Calls.json'), to: fields.get('To'), text });
            }
            response.writeHead(posted ? 201 : 200, { 'Content-Type': 'application/json' });
            response.end(posted ? `{"sid":"SM${orders.length}"}` : '{"messages":[]}');
        });
    });
    await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
    return { orders, url: `http://127.0.0.1:${server.address().port}`, stop: () => server.close() };
}
