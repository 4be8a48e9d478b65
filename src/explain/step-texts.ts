/** What is to be said about a step of the pipeline, whatever its settings. */
export interface StepText {
  /** What it makes, in a sentence. */
  readonly what: string;
  /** Why it is there, and why just so. */
  readonly why: string;
  /** Where one would do it by hand. */
  readonly console: ConsolePath;
  /** Other words that it answers to. */
  readonly aliases?: readonly string[];
}

interface ConsolePath {
  /** `Lambda → Create function`. */
  readonly page: string;
  /** What to press and to fill in there. */
  readonly by: string;
}

/** Fails for a step that nobody has written about. */
export function textOf(step: string): StepText {
  const found = stepTexts[step];
  if (found === undefined) throw new Error(`step ${step} has no explanation`);
  return found;
}

/** By the step's name. */
export const stepTexts: Readonly<Record<string, StepText>> = {
  bucket: {
    what: 'Makes the bucket for the files: private, encrypted, versioned, and spoken to over TLS only.',
    why: 'Everything begins with an object that appears here. Versions undo a mistake, and parts of uploads that were never finished are dropped after a week instead of being paid for.',
    console: {
      page: 'S3 → Create bucket',
      by: 'Bucket Versioning: Enable, Add tag, Create bucket; Permissions → Bucket policy → Edit; Management → Create lifecycle rule → Delete incomplete multipart uploads',
    },
    aliases: ['s3', 'storage'],
  },
  table: {
    what: 'Makes the table with a row for each file, keyed by its name, and an index to list the newest first.',
    why: 'A table on demand costs nothing while nothing happens. It can be restored to any second of the last 35 days, is protected against deletion, and forgets by itself what it notes about removed files.',
    console: {
      page: 'DynamoDB → Tables → Create table',
      by: 'Partition key: filename (String), Customize settings, On-demand, Create global index, Deletion protection, Create table; Backups → Point-in-time recovery → Edit; Additional settings → TTL → Turn on',
    },
    aliases: ['dynamodb', 'database', 'metadata'],
  },
  'function role': {
    what: 'Makes the role that the function runs as.',
    why: 'It may read the files, write rows and log lines, and hand over events it failed on. It cannot write to the bucket, so it cannot trigger itself for ever.',
    console: {
      page: 'IAM → Roles → Create role',
      by: 'AWS service: Lambda, Next, Next, Create role; Permissions → Add permissions → Create inline policy → JSON',
    },
    aliases: ['iam'],
  },
  'api role': {
    what: 'Makes the role with which the API puts files into the bucket.',
    why: 'Who may call the API is one question, what the API may do is another: it may put objects into this bucket, and nothing else.',
    console: {
      page: 'IAM → Roles → Create role',
      by: 'AWS service: API Gateway, Next, Create role; take the suggested logs policy away; Add permissions → Create inline policy → JSON',
    },
    aliases: ['iam'],
  },
  'query role': {
    what: 'Makes the role with which the API asks the table.',
    why: 'GET /files asks DynamoDB without a function in between, and what it may ask is in this role: the newest files and one file, and nothing may be written.',
    console: {
      page: 'IAM → Roles → Create role',
      by: 'AWS service: API Gateway, Next, Create role; take the suggested logs policy away; Add permissions → Create inline policy → JSON',
    },
    aliases: ['iam'],
  },
  'failure queue': {
    what: 'Makes the queue for events that the function failed on for good.',
    why: 'Without it Lambda drops an event after its last try, and the file would never get its row. Here it waits for 14 days.',
    console: { page: 'SQS → Create queue', by: 'Standard, Message retention period: 14 days, Create queue' },
    aliases: ['sqs', 'dead letter queue', 'dlq'],
  },
  'log group': {
    what: "Makes the group for the function's logs, with an end to how long they are kept.",
    why: 'Lambda would make it by itself at the first event, to keep everything for ever. Made first, it has a retention, and the function needs no right to make groups.',
    console: {
      page: 'CloudWatch → Log groups → Create log group',
      by: 'Log group name, Retention setting, Create',
    },
    aliases: ['logs', 'cloudwatch logs'],
  },
  'alarm topic': {
    what: 'Makes the topic that all alarms report to.',
    why: "Alarms know one address, and whoever wants to hear of them subscribes there. Its policy lets this account's alarms publish.",
    console: {
      page: 'SNS → Topics → Create topic',
      by: 'Standard, Access policy: Advanced, Create topic',
    },
    aliases: ['sns', 'topic'],
  },
  'former alarm mail': {
    what: 'Ends the subscription of the address that got the alarms until now.',
    why: 'Only when another address, or none, takes its place.',
    console: { page: 'SNS → Subscriptions', by: 'choose the address, Delete' },
  },
  function: {
    what: 'Makes the function that reads what has happened to a file and keeps its row.',
    why: 'It runs only when there is something to do. Arm is the cheaper of the two processors.',
    console: {
      page: 'Lambda → Create function',
      by: 'Author from scratch, Node.js 24, arm64, Use an existing role, Create function; Upload from → .zip file; Configuration → General configuration, Environment variables, Tags',
    },
    aliases: ['lambda', 'code', 'handler'],
  },
  'event retries': {
    what: 'Says how often a failed event is tried again, and where it goes in the end.',
    why: 'Two more tries within six hours outlast most disturbances; after that it goes to the failure queue.',
    console: {
      page: 'Lambda → the function → Configuration → Asynchronous invocation',
      by: 'Edit, Maximum age of event: 6 h, Retry attempts: 2, Save; Destinations → Add destination → On failure, SQS queue',
    },
    aliases: ['retries', 'destination', 'async'],
  },
  'invoke permission': {
    what: 'Lets S3 call the function, for this bucket of this account alone.',
    why: 'The bucket asks for it before it takes a trigger. The account is named because bucket names can change hands.',
    console: {
      page: 'Lambda → the function → Configuration → Permissions',
      by: 'Resource-based policy statements → Add permissions → AWS service: S3, Save',
    },
    aliases: ['permission', 'add permission'],
  },
  trigger: {
    what: 'Has the bucket call the function for every object that is created or removed.',
    why: 'A trigger on PUT alone, as in many a walkthrough, misses large files: those come in parts, and end with another event. Last, so that bucket, function and table are ready when the first event arrives.',
    console: {
      page: 'S3 → the bucket → Properties → Event notifications',
      by: 'Create event notification, All object create events, All object removal events, Lambda function, Save changes',
    },
    aliases: ['notification', 'event notification', 'events'],
  },
  api: {
    what: 'Makes the HTTP doors, POST /upload?filename=…, whose body becomes an object, and GET /files and GET /files/<filename>, which tell what the table says, and deploys them.',
    why: "They go straight to S3 and DynamoDB, with no function in between; templates put the question and the answer into words. All types count as binary, or files would be damaged as text; S3's errors are passed on, or failed uploads would answer 200.",
    console: {
      page: 'API Gateway → Create API → REST API',
      by: 'Regional, Create API; API settings → Binary media types; Create resource: upload; Create method: POST, AWS service, S3, PUT, Path override, Execution role; Method request → Edit; Method response and Integration response for 200, 400, 500; likewise files and {filename+} with GET, DynamoDB, POST, Action name Query and GetItem, Mapping templates; Deploy API → New stage',
    },
    aliases: ['api gateway', 'rest api', 'upload', 'http'],
  },
  'api key': {
    what: 'Makes a key that opens the API, and the usage plan without which keys count for nothing.',
    why: 'For callers that cannot sign their requests. Anyone who has the key can upload, and read what the table says.',
    console: {
      page: 'API Gateway → API keys → Create API key',
      by: 'Auto generate, Save; Usage plans → Create usage plan → Add API stage, Add API key',
    },
    aliases: ['key', 'usage plan'],
  },
  'alarm mail': {
    what: 'Subscribes your address to the alarms.',
    why: 'AWS first writes to it, and sends alarms only once the link in that mail was followed.',
    console: {
      page: 'SNS → Topics → the topic → Create subscription',
      by: 'Protocol: Email, Endpoint: your address, Create subscription; follow the link in the mail',
    },
    aliases: ['subscription', 'email', 'mail'],
  },
  'alarm function-errors': {
    what: 'Raises an alarm when the function fails on a file.',
    why: 'A failure that nobody sees is a row that is missing.',
    console: alarmPage('Lambda → By Function Name → Errors'),
  },
  'alarm function-throttles': {
    what: 'Raises an alarm when the function has to wait for its turn.',
    why: 'The account then runs too many functions at once, and metadata comes late.',
    console: alarmPage('Lambda → By Function Name → Throttles'),
  },
  'alarm dropped-events': {
    what: 'Raises an alarm when Lambda gives up on an event.',
    why: 'The one sign that an event came to its end without success.',
    console: alarmPage('Lambda → By Function Name → AsyncEventsDropped'),
  },
  'alarm failed-events': {
    what: 'Raises an alarm when something lies in the failure queue.',
    why: 'What lies there for 14 days is lost.',
    console: alarmPage('SQS → Queue Metrics → ApproximateNumberOfMessagesVisible'),
  },
  'alarm api-server-errors': {
    what: 'Raises an alarm when the API answers with a server error.',
    why: 'The caller has most likely lost an upload.',
    console: alarmPage('ApiGateway → By Stage → 5XXError'),
  },
  'alarm api-latency': {
    what: 'Raises an alarm when uploads through the API take long.',
    why: 'API Gateway gives up after 29 seconds.',
    console: alarmPage('ApiGateway → By Stage → Latency'),
  },
  'alarm table-throttles': {
    what: 'Raises an alarm when the table refuses reads or writes because there are too many.',
    why: 'Rows then come late, and in the end not at all.',
    console: alarmPage('DynamoDB → Table Metrics → ReadThrottleEvents and WriteThrottleEvents'),
  },
  'alarm index-throttles': {
    what: 'Raises an alarm when the time index refuses writes, and the table with it.',
    why: 'One partition of the index takes 1,000 rows a second; --time-shards spreads them over more.',
    console: alarmPage(
      'DynamoDB → Global Secondary Index Metrics → ReadThrottleEvents and WriteThrottleEvents',
    ),
  },
  dashboard: {
    what: 'Makes a page with all of the pipeline in graphs.',
    why: 'The first place to look when an alarm comes.',
    console: {
      page: 'CloudWatch → Dashboards → Create dashboard',
      by: 'Add widget for each graph, Save; or Actions → View/edit source',
    },
    aliases: ['graphs', 'metrics'],
  },
};

function alarmPage(metric: string): ConsolePath {
  return {
    page: 'CloudWatch → Alarms → Create alarm',
    by: `Select metric: ${metric}; Static threshold; Missing data: good; Send to the topic; Create alarm`,
  };
}
