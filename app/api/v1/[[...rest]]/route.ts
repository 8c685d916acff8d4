export {
  nowhere as DELETE,
  nowhere as GET,
  nowhere as PATCH,
  nowhere as POST,
  nowhere as PUT,
} from "#server/router/platform";
