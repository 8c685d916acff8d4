export { publish as POST } from "#server/router/platform";
