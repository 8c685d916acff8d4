export { listTokens as GET, makeToken as POST } from "#server/router/account";
