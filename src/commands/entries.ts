import type { Entry } from './command.ts';

/** Every command, in the order of help. Only names and summaries: a command is loaded when it is called. */
export const entries: readonly Entry[] = [
  {
    name: 'setup',
    summary: 'create the pipeline, or bring it up to date',
    load: async () => (await import('./setup.ts')).setup,
  },
  {
    name: 'plan',
    summary: 'show what setup would change, and change nothing',
    load: async () => (await import('./plan.ts')).plan,
  },
  {
    name: 'explain',
    summary: 'show each step, why it is there, and how to do it by hand',
    load: async () => (await import('./explain.ts')).explain,
  },
  {
    name: 'status',
    summary: 'show every part of the pipeline and how it is',
    load: async () => (await import('./status.ts')).status,
  },
  {
    name: 'inspect',
    summary: 'show what the function would find in files, before any upload',
    load: async () => (await import('./inspect.ts')).inspect,
  },
  {
    name: 'upload',
    summary: 'send files and folders, and wait for their metadata',
    load: async () => (await import('./upload.ts')).upload,
  },
  {
    name: 'list-metadata',
    summary: 'list what is known about the files, newest first',
    load: async () => (await import('./list-metadata.ts')).listMetadata,
  },
  {
    name: 'show',
    summary: 'show all that is known about one file',
    load: async () => (await import('./show.ts')).show,
  },
  {
    name: 'trace',
    summary: "follow one file's way from the bucket to the table",
    load: async () => (await import('./trace.ts')).trace,
  },
  {
    name: 'redrive',
    summary: 'send what the function failed on through it again',
    load: async () => (await import('./redrive.ts')).redrive,
  },
  {
    name: 'logs',
    summary: 'show what the function logged',
    load: async () => (await import('./logs.ts')).logs,
  },
  {
    name: 'verify',
    summary: 'send a probe through each door, and time every hop',
    load: async () => (await import('./verify.ts')).verify,
  },
  {
    name: 'reconcile',
    summary: 'make the table say what the bucket holds, whatever was missed',
    load: async () => (await import('./reconcile.ts')).reconcile,
  },
  {
    name: 'cost',
    summary: 'estimate what the pipeline costs a month, without asking AWS',
    load: async () => (await import('./cost.ts')).cost,
  },
  {
    name: 'adopt',
    summary: 'take a pipeline that was made in the console under management',
    load: async () => (await import('./adopt.ts')).adopt,
  },
  {
    name: 'doctor',
    summary: 'find what is wrong, and say what to do about it',
    load: async () => (await import('./doctor.ts')).doctor,
  },
  {
    name: 'policy',
    summary: 'print the least rights that deployers, uploaders, readers, operators and adopters need',
    load: async () => (await import('./policy.ts')).policy,
  },
  {
    name: 'teardown',
    summary: 'remove the pipeline, and show that nothing is left',
    load: async () => (await import('./teardown.ts')).teardown,
  },
  {
    name: 'triggers',
    summary: "the bucket's triggers, everybody's",
    entries: [
      {
        name: 'show',
        summary: 'list them, and what was kept of earlier ones',
        load: async () => (await import('./triggers/show.ts')).show,
      },
      {
        name: 'restore',
        summary: 'put those of others back as they were',
        load: async () => (await import('./triggers/restore.ts')).restore,
      },
    ],
  },
  {
    name: 'local',
    summary: 'the embedded AWS on this machine',
    entries: [
      {
        name: 'start',
        summary: 'start it, or find it running',
        load: async () => (await import('./local/start.ts')).start,
      },
      {
        name: 'stop',
        summary: 'stop it; its data stays',
        load: async () => (await import('./local/stop.ts')).stop,
      },
      {
        name: 'status',
        summary: 'show whether and where it runs',
        load: async () => (await import('./local/status.ts')).status,
      },
      {
        name: 'env',
        summary: 'print the variables that let other tools use it',
        load: async () => (await import('./local/env.ts')).env,
      },
      {
        name: 'mail',
        summary: 'show the e-mails that it kept instead of sending',
        load: async () => (await import('./local/mail.ts')).mail,
      },
      {
        name: 'reset',
        summary: 'delete everything in it',
        load: async () => (await import('./local/reset.ts')).reset,
      },
    ],
  },
  {
    name: 'demo',
    summary: 'see all of it work in ten seconds, here, without an account',
    load: async () => (await import('./demo.ts')).demo,
  },
];
