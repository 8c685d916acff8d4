export { readSeries as GET } from "#server/router/platform";
