export { readOpenapi as GET } from "#server/router/platform";
