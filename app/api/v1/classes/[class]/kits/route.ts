export { listKits as GET, makeKit as POST } from "#server/router/platform";
