import { expect, test } from 'vitest';
import { openLedger } from '../../../src/reconcile/ledger.ts';

const nothing = { after: undefined, compared: 0, counts: {} };
const found = (key: string) => ({ key, difference: 'missing', outcome: 'repaired' }) as const;

test('the account stops before the first name that is not settled, and counts nothing behind it', () => {
  const ledger = openLedger(nothing);
  ledger.pass('a');
  const b = ledger.begin('b');
  ledger.pass('c');
  const d = ledger.begin('d');
  ledger.pass('e');
  d(found('d'));
  expect(ledger.account()).toEqual({ after: 'a', compared: 1, counts: {} });
  b(undefined);
  expect(ledger.account()).toEqual({ after: 'e', compared: 5, counts: { missing: 1, repaired: 1 } });
});

test('an account is carried on', () => {
  const ledger = openLedger({ after: 'm', compared: 7, counts: { missing: 2, repaired: 1, different: 1 } });
  ledger.begin('n')(found('n'));
  expect(ledger.account()).toEqual({
    after: 'n',
    compared: 8,
    counts: { missing: 3, repaired: 2, different: 1 },
  });
});
