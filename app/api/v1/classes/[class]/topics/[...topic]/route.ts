export { editTopic as PATCH, readTopic as GET, removeTopic as DELETE } from "#server/router/platform";
