export { listTopics as GET, makeTopic as POST } from "#server/router/platform";
