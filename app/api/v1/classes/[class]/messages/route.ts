export { listMessages as GET, removeHistory as DELETE } from "#server/router/platform";
