import { describe, expect, test } from "vitest";
import { FLASH_BYTES, readHex } from "./hex";

const END = ":00000001FF";

describe("a hex file", () => {
  test("fills flash where it says, 0xFF everywhere else", () => {
    const flash = readHex(`:0300300002337A1E\n:020000020000FC\r\n${END}\n`);
    expect(flash.length).toBe(FLASH_BYTES);
    expect([...flash.subarray(0x2f, 0x34)]).toEqual([0xff, 0x02, 0x33, 0x7a, 0xff]);
  });

  test.each([
    ["a wrong checksum", `:0300300002337A1F\n${END}`, /checksum/],
    ["a byte too few", `:0300300002331E\n${END}`, /length/],
    ["a letter that is none", `:03003000023G7A1E\n${END}`, /no record/],
    ["no end", ":0300300002337A1E", /end record/],
    ["an address beyond an Uno's flash", `:02FFFE000102FE\n${END}`, /outside/],
    ["another segment", `:020000021000EC\n${END}`, /outside/],
    ["another type", `:0000000AF6\n${END}`, /unknown type/],
  ])("with %s is refused", (_, text, why) => {
    expect(() => readHex(text)).toThrow(why);
  });
});
