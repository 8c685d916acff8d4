import { expect, test } from "vitest";
import { Refusal } from "../../contract/refusal";
import type { Complaint } from "../broker";
import { Complaints } from "./complaints";

test("the first few are told, with their topic; a flood is not, and other kits are heard", () => {
  const told: Complaint[] = [];
  const complaints = new Complaints((complaint) => told.push(complaint));
  const refusal = new Refusal("not-allowed", "No.");
  for (let sent = 0; sent < 100; sent++) complaints.add("physics.lamp", refusal, "physics/fan/t");
  expect(told[0]).toEqual({
    kit: "physics.lamp",
    code: "not-allowed",
    message: "No.",
    topic: "physics/fan/t",
  });
  expect(told.length).toBeLessThan(30);
  complaints.add("physics.fan", refusal);
  expect(told.at(-1)).toEqual({ kit: "physics.fan", code: "not-allowed", message: "No." });
});

test("that a kit is slowed is told once", () => {
  const told: Complaint[] = [];
  const complaints = new Complaints((complaint) => told.push(complaint));
  for (let sent = 0; sent < 100; sent++) complaints.slowed("physics.lamp", 20);
  expect(told).toMatchObject([{ kit: "physics.lamp", code: "too-many" }]);
});
