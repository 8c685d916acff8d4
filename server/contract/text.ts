/** Characters that nobody sees: controls, formats (zero-width, direction marks) and unassigned ones. Joiners stay, emoji need them. */
const INVISIBLE = /(?!\u200d)[\p{Cc}\p{Cf}\p{Co}\p{Cn}]/gu;

/** A name as it is kept: NFC, without invisible characters, single blanks. */
export function tidyName(text: string): string {
  return text.normalize("NFC").replace(/\s/gu, " ").replace(INVISIBLE, "").replace(/ +/g, " ").trim();
}

/** The form under which names are unique: look-alikes by case, width and composition collide. */
export function foldName(text: string): string {
  return tidyName(text).normalize("NFKC").toLocaleLowerCase("en-US").normalize("NFKC");
}

/** A slug made from a name, or null where nothing of it can stay (a name in Korean, say). */
export function slugFrom(name: string): string | null {
  const slug = name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+/, "")
    .slice(0, 32)
    .replace(/-+$/, "");
  return slug.length >= 2 ? slug : null;
}

const USERNAME_CHARACTERS = 32;

/** A user name made from a name: `Mina Lee` is `mina.lee`, 김민준 stays; null where too little of it can stay. */
export function usernameFrom(name: string): string | null {
  const letters = foldName(name)
    .replace(/ /g, ".")
    .replace(/[^\p{L}\p{N}\p{M}._-]/gu, "")
    .replace(/\.{2,}/g, ".");
  const username = [...letters]
    .slice(0, USERNAME_CHARACTERS)
    .join("")
    .replace(/^[.]+|[.]+$/g, "");
  return [...username].length >= 2 ? username : null;
}
