import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { timeStampRequest } from '../core/protocol/time-stamp.ts';
import { opensslAuthority } from '../sync-server/time-stamp/openssl-authority.ts';
import { networkEvidence } from '../test/story/network-pack.ts';
import { buildStory } from '../test/story/story.ts';
import { slim } from '../test/vectors/packs/case.ts';

/** Writes test/fixtures/time-stamp: a reply of a new authority over the network checkpoint of the small story, and what to pin for it. */
const folder = fileURLToPath(new URL('../test/fixtures/time-stamp/', import.meta.url));
await mkdir(folder, { recursive: true });
const authority = opensslAuthority('ec');
let reply: Uint8Array | null = null;
networkEvidence(buildStory(slim('intent')), { timeStamp: (digest) => (reply = authority.reply(timeStampRequest(digest))) });
if (reply === null) throw new Error('openssl gave no reply');
await writeFile(`${folder}network.tsr`, reply);
await writeFile(`${folder}authority.txt`, `${authority.rootFingerprint}\n`);
authority.remove();
