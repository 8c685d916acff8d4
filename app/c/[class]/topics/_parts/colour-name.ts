/** What a line's colour is chosen by: the same on every page. */
export const colourName = ({ topic, field }: { topic: string; field: string }) =>
  field === "" ? topic : `${topic}.${field}`;
