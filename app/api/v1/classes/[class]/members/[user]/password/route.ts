export { resetPassword as POST } from "#server/router/platform";
