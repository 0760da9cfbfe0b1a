/** Exports the presets and compiles the runtime once, so that no story has to wait for it. */

import { DmexNode, stopAll } from './node.ts';
import { type Preset, exportSpec, writeSpec } from './spec.ts';

for (const preset of ['development', 'local', 'dmex'] as Preset[]) exportSpec(preset);
const node = await DmexNode.prepare({ chain: writeSpec(exportSpec('development')), name: 'prepare' });
const ms = await node.start({ deadlineMs: 180_000 });
await stopAll();
process.stdout.write(`the node answers ${(ms / 1000).toFixed(1)} s after its first start\n`);
process.exit(0);
