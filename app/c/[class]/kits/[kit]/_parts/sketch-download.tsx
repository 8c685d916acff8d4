"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { BOARDS, type Board, EXAMPLES, type Example, fits, hasWifi } from "#server/contract/sketch";
import { fetchFile } from "@/_live/api";
import { TextField } from "@/_ui/field";
import { Form } from "@/_ui/form";
import { saveFile } from "@/_ui/save-file";
import { Select } from "@/_ui/select";

/** A sketch for this kit: the board and the lesson are chosen, the kit's own values are in it already. */
export function SketchDownload({ class: className, kit }: { class: string; kit: string }) {
  const t = useTranslations("sketch");
  const lesson = useTranslations("virtual");
  const [board, setBoard] = useState<Board>("uno-serial");
  const [example, setExample] = useState<Example>("03-both");
  const lessons = EXAMPLES.filter((one) => fits(one, board));
  const chosen = lessons.includes(example) ? example : "03-both";
  const send = ({ wifi = "", password = "" }: Record<string, string>) =>
    fetchFile("POST", `/classes/${className}/kits/${kit}/sketch`, {
      board,
      example: chosen,
      ...(hasWifi(board) && wifi !== "" ? { wifi: { name: wifi, password } } : {}),
    });
  return (
    <div className="grid grid-cols-1 gap-3">
      <p className="text-muted">{t("text")}</p>
      <Form
        stays
        send={send}
        onDone={(file) => saveFile(file, `${kit}-${chosen}.zip`)}
        action={t("download")}
      >
        {(errorOf) => (
          <div className="grid grid-cols-1 gap-4 sm:grid-cols-2">
            <Select
              label={t("board")}
              value={board}
              onChange={({ target }) => setBoard(target.value as Board)}
              options={BOARDS.map((value) => ({ value, label: t(`boards.${value}`) }))}
            />
            <Select
              label={t("example")}
              value={chosen}
              onChange={({ target }) => setExample(target.value as Example)}
              options={lessons.map((value) => ({ value, label: lesson(`example.${value}`) }))}
            />
            {hasWifi(board) && (
              <>
                <TextField
                  name="wifi"
                  label={t("wifi")}
                  error={errorOf("wifi.name")}
                  maxLength={32}
                  autoComplete="off"
                  spellCheck={false}
                />
                <TextField
                  name="password"
                  type="password"
                  label={t("password")}
                  hint={t("passwordHint")}
                  error={errorOf("wifi.password")}
                  maxLength={64}
                  autoComplete="off"
                />
              </>
            )}
          </div>
        )}
      </Form>
      <ol className="ml-5 grid list-decimal gap-1 text-muted">
        <li>{t("open")}</li>
        <li>{t(board === "uno-serial" ? "uploadCable" : "upload")}</li>
      </ol>
      {!board.startsWith("uno-s") && <p className="text-small text-muted">{t("untested")}</p>}
    </div>
  );
}
