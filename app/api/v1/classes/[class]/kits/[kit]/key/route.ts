export { makeKey as POST, readKey as GET } from "#server/router/platform";
