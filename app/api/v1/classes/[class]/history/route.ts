export { readHistory as GET } from "#server/router/platform";
