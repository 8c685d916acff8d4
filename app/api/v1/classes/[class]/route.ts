export { editClass as PATCH, readClass as GET, removeClass as DELETE } from "#server/router/platform";
