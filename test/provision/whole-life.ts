import { describe, expect, it } from 'vitest';
import { inventory } from '../../src/provision/inventory.ts';
import { pipeline } from '../../src/provision/pipeline.ts';
import { codeArchive } from '../../src/provision/resources/code-archive.ts';
import { settingsOfInstall } from '../../src/provision/settings-of-install.ts';
import { plan, setup } from '../../src/provision/setup.ts';
import { teardown } from '../../src/provision/teardown.ts';
import { idleCodeFile } from '../built.ts';
import type { TestAws } from './aws.ts';
import { quickControl } from './control.ts';
import { driftsOf } from './drifts.ts';
import type { KnownGaps } from './lifecycle.ts';
import { settingChanges } from './setting-changes.ts';

/** What would lose what it holds, or its address, if it were made anew. */
const REMADE =
  /^(Create|Delete)(Bucket|Table|Role|Function|RestApi|LogGroup|Queue|Topic|Alarms|Dashboards)Command$/;

/** One install on any AWS, from its first setup to its teardown: every setting changed once, every drift repaired. */
export function describeWholeLife(label: string, aws: TestAws, gaps: KnownGaps): void {
  describe(`the whole life of an install on ${label}`, () => {
    /** What its owner does with an install, giving only what is said. */
    const owner = (install: string) => {
      const settings = (given: object) => settingsOfInstall(aws.clients, aws.target, { install, ...given });
      return {
        settings,
        async planned(given: object) {
          const things = await plan(
            aws.clients,
            aws.target,
            await settings(given),
            quickControl(),
            idleCodeFile,
          );
          return things
            .filter(({ step, changes }) =>
              changes.some(({ path }) => !gaps.changes.includes(`${step} ${path}`.trim())),
            )
            .map(({ step }) => step)
            .toSorted();
        },
        async setup(given: object) {
          aws.writes.length = 0;
          await setup(aws.clients, aws.target, await settings(given), quickControl(), () => {}, {
            codeFile: idleCodeFile,
          });
          return [...aws.writes];
        },
        async teardown() {
          return await teardown(aws.clients, aws.target, await settings({}), {}, quickControl(), () => {});
        },
        async steps() {
          return pipeline(aws.clients, aws.target, await settings({}), await codeArchive(idleCodeFile));
        },
      };
    };

    it('follows every setting in place, keeps them all, and leaves nothing', async () => {
      const install = owner('life');
      await install.setup({});
      for (const { title, given, steps } of settingChanges()) {
        // Nothing else: so what was changed before is as it should be, too.
        expect(await install.planned(given), `planned for ${title}`).toEqual(steps);
        const writes = await install.setup(given);
        expect(
          writes.filter((write) => REMADE.test(write)),
          `made anew for ${title}`,
        ).toEqual([]);
      }
      expect(await install.planned({})).toEqual([]);
      expect(await install.setup({})).toEqual(gaps.writes);

      const settings = await install.settings({});
      const { left, kept, foreign } = await install.teardown();
      expect({ left, kept, foreign }).toEqual({ left: [], kept: [], foreign: [] });
      const { things } = await inventory(aws.clients, aws.target, settings, quickControl(), idleCodeFile);
      expect(things.filter(({ presence }) => presence !== 'absent')).toEqual([]);
    }, 120_000);

    it('has every single drift seen and repaired by the step that it concerns', async () => {
      const install = owner('drifted');
      await install.setup({});
      const steps = await install.steps();
      for (const drift of driftsOf(aws.clients, aws.target, await install.settings({}))) {
        if (gaps.drifts?.includes(drift.title)) continue;
        const step = steps.find(({ name }) => name === drift.step);
        if (step === undefined) throw new Error(`no step is called ${drift.step}`);
        const look = async () => {
          const found = await step.look();
          const changes = found.changes.filter(({ path }) => !gaps.changes.includes(`${step.name} ${path}`));
          return { paths: changes.map(({ path }) => path), settle: found.settle };
        };
        await drift.cause();
        const { paths, settle } = await look();
        expect(
          paths.some((path) => path.startsWith(drift.path)),
          `${drift.title}: seen in ${paths.join(', ')}`,
        ).toBe(true);
        await settle(quickControl());
        expect((await look()).paths, `${drift.title}: repaired`).toEqual([]);
      }
      expect(await install.planned({})).toEqual([]);
      expect((await install.teardown()).left).toEqual([]);
    });
  });
}
