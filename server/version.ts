import about from "../package.json" with { type: "json" };

/** This version of Kitroom, as package.json says. */
export const VERSION: string = about.version;
