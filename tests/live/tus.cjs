// An unmodified tus-js-client: sends one file and prints a line of JSON for each thing that happens. Asked to stop after
// so many bytes it breaks off in the middle of a piece; run again with the same storage it goes on where it was.
const { createReadStream, statSync } = require('node:fs');
const tus = require('tus-js-client');

const { endpoint, file, name, type, headers, chunkSize, storage, stopAfter, override, inOne } = JSON.parse(process.argv[2]);
const say = (happened) => process.stdout.write(`${JSON.stringify(happened)}\n`);

const upload = new tus.Upload(createReadStream(file), {
  endpoint,
  headers,
  chunkSize,
  overridePatchMethod: override,
  uploadDataDuringCreation: inOne,
  uploadSize: statSync(file).size,
  metadata: { filename: name, filetype: type, more: 'kept as it came' },
  urlStorage: new tus.FileUrlStorage(storage),
  storeFingerprintForResuming: true,
  removeFingerprintOnSuccess: true,
  retryDelays: Array(60).fill(250),
  onProgress(sent) {
    if (!stopAfter || sent < stopAfter) return;
    say({ on: 'stopped', url: upload.url });
    process.exit();
  },
  onSuccess: () => say({ on: 'done', url: upload.url }),
  onError: (error) => say({ on: 'error', message: error.message }),
});

upload.findPreviousUploads().then((found) => {
  if (found.length) upload.resumeFromPreviousUpload(found[0]);
  say({ on: 'start', resumed: found.length > 0 });
  upload.start();
});
