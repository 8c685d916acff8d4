export { editKit as PATCH, readKit as GET, removeKit as DELETE } from "#server/router/platform";
