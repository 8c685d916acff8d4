export { exportCsv as GET } from "#server/router/platform";
