import { fromBufferPromise } from "yauzl";
import { ZipFile } from "yazl";
import { answerApi } from "../router/api";

/** What the body of a request can be. */
export type Bytes = Uint8Array<ArrayBuffer>;

/** The files of a zip, by their names. */
export async function unzip(bytes: Bytes): Promise<Map<string, Buffer>> {
  const zip = await fromBufferPromise(Buffer.from(bytes));
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
): Promise<Bytes> {
  const zip = new ZipFile();
  for (const [name, content] of files) zip.addBuffer(Buffer.from(content), name);
  zip.end();
  const chunks: Buffer[] = [];
  for await (const chunk of zip.outputStream) chunks.push(Buffer.from(chunk));
  return new Uint8Array(Buffer.concat(chunks));
}

/** A zip with one of its files changed, or taken out. */
export async function changed(
  zip: Bytes,
  name: string,
  change: (text: string) => string | null,
): Promise<Bytes> {
  const files = await unzip(zip);
  const text = change(String(files.get(name)));
  if (text === null) files.delete(name);
  else files.set(name, Buffer.from(text));
  return zipOf(files);
}

/** A file of the API, as its bytes. */
export async function download(address: string, token: string): Promise<Bytes> {
  const headers = { authorization: `Bearer ${token}` };
  const response = await answerApi(new Request(new URL(address, "http://kitroom.test"), { headers }));
  if (response.status !== 200) throw new Error(`no file: ${await response.text()}`);
  return new Uint8Array(await response.arrayBuffer());
}
