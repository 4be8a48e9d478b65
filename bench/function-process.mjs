// An environment of the function: imports the built handler and gives it an event for each object that it is told.
const { handler } = await import('../dist/handler/index.mjs');

process.once('message', async ({ bucket, objects, warm, atOnce }) => {
  let sequence = 0;
  const call = (stored) => {
    sequence += 1;
    const object = { ...stored, sequencer: (process.pid * 1e6 + sequence).toString(16) };
    const record = {
      eventName: 'ObjectCreated:Put',
      eventTime: new Date().toISOString(),
      s3: { bucket: { name: bucket }, object },
    };
    return handler(
      { Records: [record] },
      { awsRequestId: stored.key, getRemainingTimeInMillis: () => 60_000 },
    );
  };
  for (const object of objects.slice(0, warm)) await call(object);
  const waiting = objects.slice(warm).values();
  const [started, used] = [performance.now(), process.cpuUsage()];
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (const object of waiting) await call(object);
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
