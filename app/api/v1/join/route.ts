export { join as POST } from "#server/router/account";
