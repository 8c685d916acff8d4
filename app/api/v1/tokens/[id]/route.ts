export { revokeToken as DELETE } from "#server/router/account";
