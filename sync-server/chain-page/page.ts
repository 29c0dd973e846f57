import type { AnchorView } from '../../core/contract/network/log.ts';
import type { Primitives } from '../../core/protocol/primitives.ts';
import type { newestCheckpoints, newestEntries } from '../chain/newest.ts';
import { icon, ring } from './icons.ts';
import { anchorRows, checkpointRows, entryRows, escaped, walkedBadge } from './rows.ts';

/** What the public page shows: hashes, checkpoints, anchors and public keys, nothing else. */
export type ChainView = {
  readonly origin: string;
  readonly vkey: string;
  /** Policy lines of the log and its witnesses, as the operator states them. */
  readonly policy: string;
  readonly witnesses: readonly { readonly name: string; readonly vkey: string; readonly url: string }[];
  readonly entries: Awaited<ReturnType<typeof newestEntries>>;
  readonly checkpoints: Awaited<ReturnType<typeof newestCheckpoints>>;
  readonly anchors: readonly AnchorView[];
};

/** Files of the page beside its document. */
export type PageParts = { readonly style: string; readonly script: { readonly path: string; readonly integrity: string } | null };

/** The document: readable without a script; with one it renews itself and checks a pasted hash in the browser. */
export const chainDocument = (primitives: Primitives, view: ChainView, { style, script }: PageParts): string => {
  const watched =
    view.witnesses.length === 0
      ? '<p>No witness watches this log. Members’ desks refuse it.</p>'
      : `<dl>${view.witnesses.map(({ name, vkey, url }) => `<dt>${escaped(name)} at ${escaped(url)}</dt><dd><code>${escaped(vkey)}</code></dd>`).join('')}</dl>`;
  return `<!doctype html>
<html lang="en-AU">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Flip 360 Chain</title>
<style>${style}</style>
</head>
<body>
<header class="bar"><div class="wide"><p class="brand">${ring()}<span><strong>Flip 360</strong> <span class="second">Chain</span></span></p>
<nav aria-label="On this page"><ul><li><a href="#log">Log</a></li><li><a href="/chain/verify.html">Verify a pack</a></li><li><a href="#keys">Keys and witnesses</a></li><li><a href="#witness">Run a witness</a></li></ul></nav></div></header>
<main><div class="wide">
<div class="head"><div><h1 id="log">One log, open to everyone</h1>
<p class="lead">Every signed entry leaves a fingerprint here. No names, no amounts, no practices. Hold a receipt or a pack? Paste a hash or drop the pack, and your browser checks that it is in the log, unchanged.</p></div><div class="walked" id="walked">${walkedBadge(view)}</div></div>
<form id="check" hidden><span class="field">${icon('search')}<input type="text" id="hash" aria-label="Hash from a receipt or an evidence pack" placeholder="Paste a hash from a receipt or an evidence pack" autocomplete="off" spellcheck="false"></span><button>Check</button></form>
<p class="second" id="by" hidden>Checked with the keys of this page. <label class="trust">Use your own trust file<input type="file" id="trust"></label> to check with keys that you were given another way.</p>
<p class="second" id="packs" hidden><label class="trust">Choose a pack<input type="file" id="pack" accept=".zip"></label> or drop its ZIP on this page. It is read here and sent nowhere: only the hashes of its records are asked for. <a href="/chain/verify.html">The verifier</a> shows everything in a pack, without a network.</p>
<noscript><p class="said">Without a script nothing can be checked here. <code>/api/chain/proof/&lt;hash&gt;</code> gives the proof of an entry as a file (C2SP tlog-proof).</p></noscript>
<div id="said" role="status"></div>
<div class="columns">
<section aria-labelledby="latest"><div class="over"><h2 id="latest">Latest entries</h2><a href="#files">The log as files</a></div>
<table role="table" class="rows"><thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col">Entry</th><th role="columnheader" scope="col">Recorded</th><th role="columnheader" scope="col">Hash</th><th role="columnheader" scope="col">In checkpoint</th></tr></thead><tbody role="rowgroup" id="entries">${entryRows(view)}</tbody></table>
<p class="box">${icon('hidden')}<span><strong>What is not here.</strong> Who referred whom, which client, how much. Those stay on the practices’ own computers. Press a hash to check it and see all of it.</span></p></section>
<section aria-labelledby="points"><div class="over"><h2 id="points">Checkpoints</h2><span class="second">within seconds, and every hour</span></div><ol class="points" id="checkpoints">${checkpointRows(primitives, view)}</ol></section>
</div>
<section aria-labelledby="register"><h2 id="register">Anchor register</h2><p class="second">What outsiders hold of this log: a time-stamp says “existed by then”, and nothing more.</p><ol class="points" id="anchors">${anchorRows(view)}</ol></section>
<section aria-labelledby="keys"><h2 id="keys">Keys and witnesses</h2><p class="second">Compare them with the trust file that the network office gave you. A page cannot vouch for itself.</p><dl><dt>Log</dt><dd><code>${escaped(view.vkey)}</code></dd></dl>${watched}
<p id="files">The log as files (C2SP tlog-tiles): <a href="/checkpoint">/checkpoint</a>, <code>/tile/&lt;level&gt;/&lt;index&gt;</code>, <code>/tile/entries/&lt;index&gt;</code>.</p></section>
<section aria-labelledby="witness"><h2 id="witness">Run your own witness</h2><p>A witness cosigns each checkpoint only when it continues the one before. Whoever runs one keeps the log from showing two histories. It learns nothing but hashes.</p>
<pre>npm run witness -- --log '${escaped(view.vkey)}' --name your.domain/witness</pre>
<p>It prints its key. Give key and address to the network office, which states them in the trust file. Put TLS before it, and never restore its folder from a backup.</p></section>
</div></main>
<footer><div class="wide"><span>Log <code>${escaped(view.origin)}</code></span><span>Read only. No cookies.</span><span>The log shows that entries were not altered. It does not show that what people said was true.</span></div></footer>
<template id="policy">${escaped(view.policy)}</template>
${script === null ? '' : `<script type="module" src="${script.path}" integrity="${script.integrity}"></script>`}
</body>
</html>
`;
};
