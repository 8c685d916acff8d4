/** How a kit reaches its broker. `key` is null for those who may not see it. */
export type KitConnection = {
  host: string;
  port: number;
  username: string;
  key: string | null;
  class: string;
  kit: string;
};

/** The stream that the examples publish; a short word that fits a first sensor. */
const EXAMPLE = "temperature";

/** One line for a terminal that publishes a reading as this kit (mosquitto_pub). */
export function publishLine({ host, port, username, key, class: className, kit }: KitConnection): string {
  const to = `${className}/${kit}/${EXAMPLE}`;
  return `mosquitto_pub -h ${host} -p ${port} -u ${username} -P ${key ?? "KEY"} -t ${to} -m 21.5`;
}
