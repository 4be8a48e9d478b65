import { expect, it } from 'vitest';
import { describeRealism, parseRealism } from '../../src/local/parse-realism.ts';
import { calm, strict } from '../../src/local/realism.ts';

it.each([
  ['calm', calm],
  ['strict', strict],
  ['strict,iamDelaySeconds=2', { ...strict, iamDelaySeconds: 2 }],
  ['calm,latencySeconds=.5', { ...calm, latencySeconds: 0.5 }],
  ['apiGatewayQuotas=true, queueNameSeconds=60', { ...calm, apiGatewayQuotas: true, queueNameSeconds: 60 }],
])('reads "%s"', (text, realism) => {
  expect(parseRealism(text)).toEqual(realism);
});

it.each(['calm', 'strict', 'strict,iamDelaySeconds=2', 'calm,apiGatewayQuotas=true,latencySeconds=0.5'])(
  'describes what "%s" means in the same words',
  (text) => {
    expect(describeRealism(parseRealism(text))).toBe(text);
  },
);

it.each([
  ['', /there is no realism ""; there is calm, strict, iamDelaySeconds=…, /],
  ['strikt', /there is no realism "strikt"/],
  ['strict,calm', /there is no realism "calm"/],
  ['toString=1', /there is no realism "toString=1"/],
  ['toString', /there is no realism "toString"/],
  ['iamDelaySeconds', /iamDelaySeconds is a number from 0 to 3600/],
  ['iamDelaySeconds=-1', /a number from 0 to 3600/],
  ['dropRate=1.5', /dropRate is a number from 0 to 1/],
  ['dropRate=0.5=1', /dropRate is a number from 0 to 1/],
  ['apiGatewayQuotas=yes', /apiGatewayQuotas is true or false/],
  ['dropRate=0.6,failureRate=0.6', /together more than 1/],
])('refuses "%s"', (text, message) => {
  expect(() => parseRealism(text)).toThrow(message);
});
