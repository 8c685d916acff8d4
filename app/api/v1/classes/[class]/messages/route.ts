export { listMessages as GET } from "#server/router/platform";
