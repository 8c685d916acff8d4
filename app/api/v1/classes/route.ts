export { listClasses as GET, makeClass as POST } from "#server/router/platform";
