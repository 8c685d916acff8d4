/** The page of a topic. Streams may have letters that an address has to escape. */
export function topicHref(topic: string): string {
  const [className, ...levels] = topic.split("/").map(encodeURIComponent);
  return `/c/${className}/topics/${levels.join("/")}`;
}
