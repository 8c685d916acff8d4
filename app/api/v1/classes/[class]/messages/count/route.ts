export { readCount as GET } from "#server/router/platform";
