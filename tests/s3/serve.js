// Serves S3 at a port of its own, with one bucket, until standard input ends: `node serve.js FOLDER BUCKET`.
// It says its address in one line. Whoever asks signs as s3rver's only account: S3RVER, S3RVER.
const S3rver = require("s3rver");

const [folder, bucket] = process.argv.slice(2);
const server = new S3rver({ address: "127.0.0.1", port: 0, silent: true, directory: folder, configureBuckets: [{ name: bucket }] });

server.run().then(({ address, port }) => console.log(`http://${address}:${port}`));
process.stdin.on("end", () => process.exit(0)).resume();
