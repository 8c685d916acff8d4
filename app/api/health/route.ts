export { health as GET } from "#server/router/platform";
