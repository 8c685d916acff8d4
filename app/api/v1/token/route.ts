export { token as POST } from "#server/router/account";
