export { setup as POST } from "#server/router/account";
