import { waitForServer } from "@/_live/patient-fetch";

// Runs before the pages do, so that the router finds this fetch from its first request on.
window.fetch = waitForServer(window.fetch.bind(window));
