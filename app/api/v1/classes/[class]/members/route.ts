export { listMembers as GET, makeMember as POST } from "#server/router/platform";
