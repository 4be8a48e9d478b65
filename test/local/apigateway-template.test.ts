import { expect, it } from 'vitest';
import { checkTemplate } from '../../src/local/apigateway/velocity/check-template.ts';
import { render } from '../../src/local/apigateway/velocity/render.ts';
import type { TemplateScope } from '../../src/local/apigateway/velocity/scope.ts';

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
  expect(render(template, scope).text).toBe(expected);
});

it.each([
  ['a variable', `#set($x = 'a')$x/\${x}b`, 'a/ab'],
  ['a variable that is not set', '$x|$!x|$!{x}|', '$x|||'],
  ['a variable that is set to nothing', "#set($x = 'a')#set($x = $input.path('$.none'))$x", 'a'],
  ['text in double quotes', `#set($x = "<$input.params('q')>")$x`, '<ä b>'],
  ['text in single quotes', "#set($x = '<$input.body>')$x", '<$input.body>'],
  ['a parameter that is not there', `#if("$!input.params('none')" == '')none#end`, 'none'],
  ['the branch that holds', "#if($none)a#elseif(1 == '1')b#else c#end", 'b'],
  ['the branch for all else', '#if(false)a#{else}b#end', 'b'],
  ['no branch', '#if(!true)a#end', ''],
  ['an empty text as something', "#set($x = '')#if($x)is#end", 'is'],
  ['what binds more first', '#if(true || $none && false)a#end#if((true || $none) && false)b#end', 'a'],
  ['comparisons', '#if(1 < 2 && 2 <= 2 && 3 > 2 && 3 >= 3 && 1 != 2)all#end', 'all'],
  ['sums', "#set($x = 1 + 2 * 3)$x#set($x = 'a' + 1)$x", '7a1'],
  [
    'a loop over a list',
    "#foreach($x in $input.path('$.a.b'))$foreach.count:$x#if($foreach.hasNext), #end#end",
    '1:1, 2:zwei',
  ],
  [
    'a loop over the names of a map',
    '#foreach($p in $input.params().path.keySet())$p=$input.params().path.get($p)#end',
    'p=path',
  ],
  [
    'an element',
    "$input.path('$.a.b')[1]/$input.path('$.a.b').get(1)/$input.path('$.a')['b'][0]",
    'zwei/zwei/1',
  ],
  [
    'methods of texts',
    `#set($x = 'a1')$x.matches('[a-z]\\d')/$x.matches('a')/$x.length()/$x.substring(1)/$x.compareTo('b')`,
    'true/false/2/1/-1',
  ],
  ['a quote for JSON', String.raw`$util.escapeJavaScript("it's").replaceAll("\\'","'")`, "it's"],
  ['comments away', 'a## b\nc#* d *#e', 'ace'],
  ['no line for a directive', '#set($x = 1)\n#if(true)\n$x\n#end\n.', '1\n.'],
])('knows %s', (_, template, expected) => {
  checkTemplate(template);
  expect(render(template, scope).text).toBe(expected);
});

it('keeps the variables of an outer loop', () => {
  const outer =
    "#foreach($x in $input.path('$.a.b'))$foreach.index#foreach($y in $input.path('$.a.b'))<$x$y>#end$foreach.hasNext#end";
  expect(render(outer, scope).text).toBe('0<11><1zwei>true1<zwei1><zweizwei>false');
});

it('takes a status and headers for the answer, each once', () => {
  const template =
    "#set($context.responseOverride.status = 404)#set($context.responseOverride.header.X-A = 'b')gone";
  checkTemplate(template);
  const { text, overrides } = render(template, scope);
  expect(text).toBe('gone');
  expect([...overrides]).toEqual([
    ['status', 404],
    ['header.X-A', 'b'],
  ]);
  expect(() => render(template + template, scope)).toThrow('Internal server error');
});

it('loops a thousand times, and not once more', () => {
  const loop = "#foreach($x in $input.path('$'))x#end";
  const of = (length: number) => ({ ...scope, body: JSON.stringify(Array.from({ length }, () => 0)) });
  expect(render(loop, of(1000)).text).toHaveLength(1000);
  expect(() => render(loop, of(1001))).toThrow('Internal server error');
});

it.each([
  ['#macro(x)a#end', 'the directive #macro'],
  ['#stop', 'the directive #stop'],
  ['\\$x', 'a backslash'],
  ["#set($context.requestOverride.path.p = 'x')", 'setting $context.requestOverride.path.p'],
  ["#set($input.body = 'x')", 'setting $input.body'],
  ['$input.body.chars()', 'chars'],
  ["$input.json('$..a')", "$input.json('$..a')"],
  ["$util.toJson('x')", 'toJson'],
  ["$input.json('$.a'", 'Invalid mapping template specified'],
  [`\${input.body`, 'Invalid mapping template specified'],
  ['#if(true)a', 'Invalid mapping template specified'],
  ['a#end', 'Invalid mapping template specified'],
  ['#if()a#end', 'Invalid mapping template specified'],
  ['#foreach($x of $y)a#end', 'Invalid mapping template specified'],
  ['#set(x = 1)', 'Invalid mapping template specified'],
])('refuses %s', (template, reason) => {
  expect(() => checkTemplate(template)).toThrow(reason);
});

it('says when the body is not the JSON that is asked for', () => {
  expect(() => render("$input.json('$.a')", { ...scope, body: 'no' })).toThrow(
    'Could not parse request body into json',
  );
});
