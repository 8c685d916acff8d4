/** How long the browser may take to begin with a file, in milliseconds. */
const PATIENCE = 60_000;

/** Has the browser save content under a name. */
export function saveFile(content: Blob, name: string): void {
  const href = URL.createObjectURL(content);
  followDownload(href, name);
  setTimeout(() => URL.revokeObjectURL(href), PATIENCE);
}

/** Has the browser save what is at an address, as a click on a link does. */
export function followDownload(href: string, name: string): void {
  const link = document.createElement("a");
  link.href = href;
  link.download = name;
  link.click();
}
