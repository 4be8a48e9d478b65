// An environment of the function: imports the built handler and gives it an event for each key that it is told.
const { handler } = await import('../dist/handler/index.mjs');

process.once('message', async ({ bucket, keys, warm, atOnce }) => {
  let sequence = 0;
  const call = (key) => {
    sequence += 1;
    const object = { key, sequencer: (process.pid * 1e6 + sequence).toString(16) };
    const record = {
      eventName: 'ObjectCreated:Put',
      eventTime: new Date().toISOString(),
      s3: { bucket: { name: bucket }, object },
    };
    return handler({ Records: [record] }, { awsRequestId: key, getRemainingTimeInMillis: () => 60_000 });
  };
  for (const key of keys.slice(0, warm)) await call(key);
  const waiting = keys.slice(warm).values();
  const [started, used] = [performance.now(), process.cpuUsage()];
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (const key of waiting) await call(key);
    }),
  );
  const { user, system } = process.cpuUsage(used);
  process.send({
    seconds: (performance.now() - started) / 1000,
    processorSeconds: (user + system) / 1e6,
    residentMiB: process.resourceUsage().maxRSS / 1024,
  });
  process.exit();
});
