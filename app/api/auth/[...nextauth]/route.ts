export { authRoute as GET, authRoute as POST } from "#server/authority/next-auth";
