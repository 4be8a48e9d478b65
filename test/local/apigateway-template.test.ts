import { expect, it } from 'vitest';
import { checkTemplate, render, type TemplateScope } from '../../src/local/apigateway/invoke/template.ts';

const scope: TemplateScope = {
  body: '{"a":{"b":[1,"zwei"]}}',
  params: { path: { p: 'path' }, querystring: { p: 'query', q: 'ä b' }, header: { 'x-head': 'h' } },
  context: { httpMethod: 'POST', identity: { sourceIp: '127.0.0.1' } },
  stageVariables: { bucket: 'files' },
};

it.each([
  ['$input.body', '{"a":{"b":[1,"zwei"]}}'],
  ["$input.json('$.a.b')", '[1,"zwei"]'],
  ["$input.path('$.a.b[1]')", 'zwei'],
  ["$input.path('$.a').b", '[1,"zwei"]'],
  ["$input.json('$.none')|$!context.none|$stageVariables.none", '||'],
  ["$input.params('q')/$input.params('X-Head')/$input.params('p')", 'ä b/h/path'],
  ["$util.urlEncode($input.params('q'))", '%C3%A4+b'],
  ["$util.urlDecode('%C3%A4+b&c')", 'ä b&c'],
  ['$util.escapeJavaScript($input.params("q"))', '\\u00E4 b'],
  ["$util.base64Decode($util.base64Encode('hé'))", 'hé'],
  [`$context.httpMethod from \${context.identity.sourceIp}.`, 'POST from 127.0.0.1.'],
  ['s3://$stageVariables.bucket/', 's3://files/'],
  ['costs $5, #1 and $unknown', 'costs $5, #1 and $unknown'],
  ['$inputs', '$inputs'],
])('renders %s', (template, expected) => {
  checkTemplate(template);
  expect(render(template, scope)).toBe(expected);
});

it.each([
  ['#if($x)a#end', 'the directive #if'],
  ['## nothing', 'comments'],
  ["$input.body.replace('a', 'b')", 'replace'],
  ["$input.json('$..a')", "$input.json('$..a')"],
  ["$util.toJson('x')", 'toJson'],
  ["$input.json('$.a'", 'Invalid mapping template specified'],
  [`\${input.body`, 'Invalid mapping template specified'],
])('refuses %s', (template, reason) => {
  expect(() => checkTemplate(template)).toThrow(reason);
});

it('says when the body is not the JSON that is asked for', () => {
  expect(() => render("$input.json('$.a')", { ...scope, body: 'no' })).toThrow(
    'Could not parse request body into json',
  );
});
