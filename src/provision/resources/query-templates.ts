import {
  MAX_TIME_SHARDS,
  TABLE_KEY,
  TIME_INDEX,
  TIME_INDEX_PARTITION,
  TIME_INDEX_SORT,
} from '../../../handler/record.ts';

/**
 * A page of `GET /files` as DynamoDB is asked for it. Only values of the right form get into the request. For any other
 * it asks for a placeholder that nothing defines, which DynamoDB refuses by name, and `refusal` puts into words.
 */
export function listRequest(table: string): string {
  return oneLine(`
    #set($partition = ':shard')
    #set($day = '[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])')
    ${parameter('from')}
    #if($from == '')#set($from = '0')
    #elseif(!$from.matches($day))#set($from = '0')#set($partition = ':wrongFrom')#end
    ${parameter('to')}
    #if($to == '')#set($to = '9')
    #elseif($to.matches($day))#set($to = "$to~")
    #else#set($to = '9')#set($partition = ':wrongTo')#end
    #if($from.compareTo($to) > 0)#set($partition = ':wrongOrder')#end
    ${parameter('limit')}
    #if($limit == '')#set($limit = '100')
    #elseif(!$limit.matches('[1-9][0-9]{0,2}|1000'))#set($limit = '1')#set($partition = ':wrongLimit')#end
    ${parameter('shard')}
    #if($shard == '')#set($shard = '0')
    #elseif(!$shard.matches('${SHARD}'))#set($shard = '0')#set($partition = ':wrongShard')#end
    ${parameter('next')}
    #if($next != '' && !$next.matches('${SHARD}[.]${BASE64}[.]${BASE64}'))
      #set($next = '')#set($partition = ':wrongNext')
    #end
    #if($next != '')
      #set($shard = $next.substring(0, 1))
      #set($rest = $next.substring(2).replaceAll('-', '+').replaceAll('_', '/'))
      #set($dot = $rest.indexOf('.'))
      #set($behind = $dot + 1)
      #set($time = $util.base64Decode($rest.substring(0, $dot)))
      #set($name = $util.base64Decode($rest.substring($behind)))
    #end
    {"TableName":"${table}",
    "IndexName":"${TIME_INDEX}",
    "ScanIndexForward":false,
    "Limit":$limit,
    "KeyConditionExpression":"${TIME_INDEX_PARTITION} = $partition AND ${TIME_INDEX_SORT} BETWEEN :from AND :to",
    "ExpressionAttributeValues":{":shard":{"S":"$shard"},":from":{"S":"$from"},":to":{"S":"$to"}}
    #if($next != ''),"ExclusiveStartKey":{
      "${TIME_INDEX_PARTITION}":{"S":"$shard"},
      "${TIME_INDEX_SORT}":{"S":"${escaped('$time')}"},
      "${TABLE_KEY}":{"S":"${escaped('$name')}"}
    }#end
    }`);
}

/** The answer to `GET /files`. `shards` is told when it is more than one. */
export function listAnswer(shards: number): string {
  const encoded = (value: string) =>
    `$util.base64Encode(${value}).replaceAll('[+]', '-').replaceAll('/', '_').replaceAll('=', '')`;
  const key = '$answer.LastEvaluatedKey';
  const next = [
    `${key}.${TIME_INDEX_PARTITION}.S`,
    encoded(`${key}.${TIME_INDEX_SORT}.S`),
    encoded(`${key}.${TABLE_KEY}.S`),
  ].join('.');
  return oneLine(`
    ${READ_ANSWER}
    {"files":[#foreach($row in $answer.Items)${row('$row')}#if($foreach.hasNext),#end#end]
    #if(${key}),"next":"${next}"#end
    ${shards > 1 ? `,"shards":${shards}` : ''}}`);
}

/** The one row that `GET /files/{filename+}` is about, as DynamoDB is asked for it. */
export function showRequest(table: string): string {
  return oneLine(`
    ${parameter('filename')}
    {"TableName":"${table}",
    "ConsistentRead":true,
    "Key":{"${TABLE_KEY}":{"S":"${escaped('$filename')}"}}}`);
}

/** The answer to `GET /files/{filename+}`: the row, or 404 when there is none or the file was removed. */
export function showAnswer(): string {
  return oneLine(`
    ${READ_ANSWER}
    #if($answer.Item && "$!answer.Item.status.S" != 'removed')${row('$answer.Item')}
    #else#set($context.responseOverride.status = 404){"message":"no such file"}#end`);
}

/** The answer to what DynamoDB refuses: what the caller did wrong; what is wrong with the install is not told. */
export function refusal(): string {
  return oneLine(`
    ${READ_ANSWER}
    #set($kind = "$!answer.get('__type')")
    #set($reason = "$!answer.get('message')")
    #if($kind.endsWith('ValidationException')){"message":"
    #if($reason.contains(':wrongFrom'))from is not a day such as 2026-11-25
    #elseif($reason.contains(':wrongTo'))to is not a day such as 2026-11-25
    #elseif($reason.contains(':wrongOrder'))from is after to
    #elseif($reason.contains(':wrongLimit'))limit is not a whole number from 1 to 1000
    #elseif($reason.contains(':wrongShard'))shard is not a whole number from 0 to ${MAX_TIME_SHARDS - 1}
    #elseif($reason.contains(':wrongNext'))next is not what an answer of this API gave
    #else${escaped('$reason')}#end"}
    #elseif($kind.contains('Throughput') || $kind.contains('Throttl') || $kind.contains('LimitExceeded'))
    #set($context.responseOverride.status = 429){"message":"the table is busy, try again"}
    #else#set($context.responseOverride.status = 500)${failure}#end`);
}

/** The answer when DynamoDB fails. */
export const failure = '{"message":"the table does not answer"}';

const SHARD = `[0-${MAX_TIME_SHARDS - 1}]`;

/** Of one character or more, without padding. */
const BASE64 = '([A-Za-z0-9_-]{4})*([A-Za-z0-9_-]{2,4})';

/**
 * With binary media types API Gateway takes what DynamoDB answers for bytes, of which CONVERT_TO_TEXT makes base64.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-payload-encodings-workflow.html
 */
const READ_ANSWER = `
  #set($body = $input.body)
  #if(!$body.startsWith('{'))#set($body = $util.base64Decode($body))#end
  #set($answer = $util.parseJson($body))`;

/** A variable with the parameter of this name, or an empty text. */
function parameter(name: string): string {
  return `#set($${name} = "$!input.params('${name}')")`;
}

/**
 * The value as it stands between quotes of JSON, which knows no `\'`.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html
 */
function escaped(value: string): string {
  return String.raw`$util.escapeJavaScript(${value}).replaceAll("\\'","'")`;
}

/** An item as `list-metadata --json` shows it: the attributes of a row, and what `details` holds two levels deep. */
function row(item: string): string {
  const list = `#elseif($type3 == 'L')${member(3, `[${texts('$value3')}]`)}`;
  const part = `#elseif($type2 == 'M')${member(2, members('$value2', 3, list))}`;
  const details = `#elseif($type1 == 'M' && $name1 == 'details')${member(1, members('$value1', 2, part))}`;
  return members(item, 1, details, TIME_INDEX_PARTITION);
}

/** A map of attributes as an object: its texts, numbers and booleans, and what `others` writes of the rest. */
function members(map: string, level: number, others: string, leftOut = ''): string {
  const [name, type, value] = [`$name${level}`, `$type${level}`, `$value${level}`];
  return `{#set($comma${level} = '')
    #foreach(${name} in ${map}.keySet())
    #foreach(${type} in ${map}.get(${name}).keySet())
    #set(${value} = ${map}.get(${name}).get(${type}))
    #if(${name} == '${leftOut}')
    #elseif(${type} == 'S')${member(level, quoted(value))}
    #elseif(${type} == 'N' || ${type} == 'BOOL')${member(level, value)}
    ${others}#end#end#end}`;
}

function member(level: number, json: string): string {
  return `$comma${level}${quoted(`$name${level}`)}:${json}#set($comma${level} = ',')`;
}

/** The texts of a list of attributes. */
function texts(list: string): string {
  return `#set($comma = '')
    #foreach($element in ${list})
    #foreach($kind in $element.keySet())
    #if($kind == 'S')$comma${quoted('$element.get($kind)')}#set($comma = ',')#end#end#end`;
}

/** Escaping an empty text has been seen to give `{}`, so that is left alone. */
function quoted(value: string): string {
  return `"#if(${value} != '')${escaped(value)}#end"`;
}

/** Without the line breaks, which would all be part of the answer. */
function oneLine(template: string): string {
  return template.replace(/\n */g, '');
}
