/** The paper's MQTT Platform Route (Fig. 7): the topic service and all that is managed around it, one file a noun. */
export { editClass, listClasses, makeClass, readClass, removeClass } from "./classes";
export { exportCsv, exportJsonLines } from "./export";
export { health } from "./health";
export { readCount, readHistory, removeHistory } from "./history";
export { editKit, listKits, makeKey, makeKit, readKey, readKit, removeKit } from "./kits";
export { dropMember, editMember, listMembers, makeMember, resetPassword } from "./members";
export { listMessages } from "./messages";
export { nowhere } from "./nowhere";
export { readOpenapi } from "./openapi/route";
export { publish } from "./publish";
export { readSeries } from "./series";
export { editTopic, listTopics, makeTopic, readTopic, removeTopic } from "./topics";
