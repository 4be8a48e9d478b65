import { replayEvent } from '../../../src/reconcile/replay-event.ts';
import type { RunningFunction } from '../function.ts';
import type { Notification } from '../notifying-bucket.ts';
import type { History } from './history.ts';
import { type ObjectModel, objectModel } from './model.ts';
import { perform, type Scene } from './perform.ts';

/** How often Lambda gives an event to the function before the failure queue gets it. */
const ATTEMPTS = 3;

/**
 * Lets a history happen: the changes one after the other, each while the events that its predecessor's step names are
 * being processed; and in the end all events together, in the history's order. What failed three times waits
 * in the failure queue, and is sent again when all is `calm`; where events were lost, the function is told to look again. Resolves to what the bucket must hold
 * then, and how many events there were.
 */
export async function play(
  history: History,
  scene: Scene,
  running: RunningFunction,
  calm: () => void,
): Promise<{ readonly model: ObjectModel; readonly events: number }> {
  const model = objectModel(history.versioned);
  const events: Notification[] = [];
  const failureQueue: object[] = [];
  const inFlight: Promise<void>[] = [];

  async function deliver(event: object): Promise<void> {
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      if ((await running.invoke(event)).error === undefined) return;
    }
    failureQueue.push(event);
  }

  const lost = new Set<Notification>();
  for (const [number, { change, deliver: numbers }] of history.steps.entries()) {
    const event = await perform(scene, change, model);
    if (event !== undefined) events.push(event);
    if (event !== undefined && history.lost.includes(number)) lost.add(event);
    const due = numbers.flatMap((one) => events.slice(one, one + 1)).filter((one) => !lost.has(one));
    inFlight.push(...due.map(deliver));
  }
  const weights = new Map(events.map((event, index) => [event, history.order[index] ?? 0]));
  const shuffled = events
    .filter((event) => !lost.has(event))
    .toSorted((a, b) => (weights.get(a) ?? 0) - (weights.get(b) ?? 0));
  await Promise.all([...inFlight, ...shuffled.map(deliver)]);
  calm();
  for (const event of failureQueue.splice(0)) await deliver(event);
  const replay = replayEvent(scene.bucket, [scene.key], new Date());
  if (lost.size > 0) await Promise.all([deliver(replay), deliver(replay)]);
  if (failureQueue.length > 0) throw new Error('an event failed although all was calm');
  return { model, events: events.length };
}
