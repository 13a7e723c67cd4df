// Two PostgreSQL servers, one of which copies the other synchronously, on addresses that exist for them alone. When the
// first one dies the other takes its place, as whatever watches them in earnest would have it.
import { execFile, spawn } from 'node:child_process';
import { appendFile, chown, rm, writeFile } from 'node:fs/promises';
import { openSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const bin = '/usr/lib/postgresql/15/bin';
const port = 5433;
const patience_ms = 30_000;

async function user(name) {
    const { stdout } = await run('id', ['-u', name]);
    return Number(stdout);
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

export async function startPostgres(folder, addresses) {
    const uid = await user('postgres');
    const as_server = (program, words, options) =>
        run('setpriv', [`--reuid=${uid}`, `--regid=${uid}`, '--clear-groups', join(bin, program), ...words], options);
    const servers = addresses.map((address, number) => ({ address, data: join(folder, `pg${number}`), name: `pg${number}`, child: null }));
    let primary = 0;

    const sql = async (text, at = primary) => {
        const { stdout } = await run('psql', ['-h', servers[at].address, '-p', String(port), '-U', 'tocsin', '-d', 'postgres', '-Atqc', text]);
        return stdout.trim();
    };

    const until = async (what, condition) => {
        for (const end = Date.now() + patience_ms; Date.now() < end; await pause(50)) {
            if (await condition().catch(() => false)) return;
        }
        throw new Error(`PostgreSQL: ${what} did not happen`);
    };

    const start = async (number) => {
        const server = servers[number];
        const log = openSync(join(folder, `${server.name}.log`), 'a');
        server.child = spawn(
            'setpriv',
            [`--reuid=${uid}`, `--regid=${uid}`, '--clear-groups', '--pdeathsig', 'INT', join(bin, 'postgres'), '-D', server.data],
            { stdio: ['ignore', log, log] },
        );
        server.ended = new Promise((resolve) => server.child.once('exit', resolve));
        await until(`the start of ${server.name}`, async () => (await sql('SELECT 1', number)) === '1');
    };

    const settings = (server) => `
listen_addresses = '${server.address}'
port = ${port}
unix_socket_directories = ''
cluster_name = '${server.name}'
wal_level = replica
wal_receiver_status_interval = 1
hot_standby = on
wal_log_hints = on
synchronous_commit = remote_apply
shared_buffers = 32MB
wal_keep_size = 64MB
`;

    // Commits wait for the other from now on.
    const synchronous = async () => {
        await sql(`ALTER SYSTEM SET synchronous_standby_names = '*'`);
        await sql('SELECT pg_reload_conf()');
    };

    const copy = async (to) => {
        const server = servers[to];
        await rm(server.data, { recursive: true, force: true });
        await as_server('pg_basebackup', ['-h', servers[primary].address, '-p', String(port), '-U', 'tocsin', '-D', server.data, '-R', '-c', 'fast']);
        await appendFile(join(server.data, 'postgresql.conf'), settings(server));
        // What is written there by ALTER SYSTEM comes from the other one.
        await run('sed', ['-i', '/synchronous_standby_names/d', join(server.data, 'postgresql.auto.conf')]);
        await start(to);
        await until('the copying', async () => (await sql("SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming'")) === '1');
        await synchronous();
    };

    await chown(folder, uid, uid);
    await as_server('initdb', ['-D', servers[0].data, '-U', 'tocsin', '--auth=trust', '-E', 'UTF8', '--locale=C.UTF-8']);
    await writeFile(join(servers[0].data, 'pg_hba.conf'), 'local all all trust\nhost all all 0.0.0.0/0 trust\nhost replication all 0.0.0.0/0 trust\n');
    await appendFile(join(servers[0].data, 'postgresql.conf'), settings(servers[0]));
    const stop = async () => {
        for (const { child, ended } of servers) {
            child?.kill('SIGQUIT');
            await ended;
        }
    };
    try {
        await start(0);
        await copy(1);
    } catch (error) {
        await stop();
        throw error;
    }

    return {
        url: `postgresql://tocsin@${servers.map(({ address }) => `${address}:${port}`).join(',')}/postgres?connect_timeout=2`,
        port,
        sql,
        // The primary dies, the other becomes it; until there is a copy again commits wait for nobody.
        async failOver() {
            const dead = primary;
            servers[dead].child.kill('SIGQUIT');
            await servers[dead].ended;
            primary = 1 - dead;
            await as_server('pg_ctl', ['promote', '-w', '-D', servers[primary].data]);
        },
        async copyAgain() {
            await copy(1 - primary);
        },
        stop,
    };
}
