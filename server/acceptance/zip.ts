import { fromBufferPromise } from "yauzl";
import { ZipFile } from "yazl";
import { answerApi } from "../router/api";

/** The files of a zip, by their names. */
export async function unzip(bytes: Buffer): Promise<Map<string, Buffer>> {
  const zip = await fromBufferPromise(bytes);
  const files = new Map<string, Buffer>();
  for await (const entry of zip.eachEntry()) {
    const chunks: Buffer[] = [];
    for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk);
    files.set(entry.fileName, Buffer.concat(chunks));
  }
  return files;
}

/** A zip of these files. */
export async function zipOf(
  files: Iterable<readonly [name: string, content: Buffer | string]>,
): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, content] of files) zip.addBuffer(Buffer.from(content), name);
  zip.end();
  const chunks: Buffer[] = [];
  for await (const chunk of zip.outputStream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

/** A file of the API, as its bytes. */
export async function download(address: string, token: string): Promise<Buffer> {
  const headers = { authorization: `Bearer ${token}` };
  const response = await answerApi(new Request(new URL(address, "http://kitroom.test"), { headers }));
  if (response.status !== 200) throw new Error(`no file: ${await response.text()}`);
  return Buffer.from(await response.arrayBuffer());
}
