export { exportJsonLines as GET } from "#server/router/platform";
