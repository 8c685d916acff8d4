"use client";

import { EllipsisVertical } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { removePast } from "@/_live/history-removal";
import { useMessageCount } from "@/_live/use-message-count";
import { ConfirmDialog } from "@/_ui/confirm-dialog";
import { IconButton } from "@/_ui/icon-button";
import { Menu, MenuItem } from "@/_ui/menu";
import { useToast } from "@/_ui/toast";

/** What is seldom done with a topic: its history is deleted, after saying how much that is. */
export function TopicMenu({ topic }: { topic: string }) {
  const t = useTranslations("settings.deleteTopic");
  const [asking, setAsking] = useState(false);
  const remove = useRemoval(topic);
  const count = useMessageCount(asking ? { class: classOf(topic), topic } : null);
  return (
    <>
      <Menu
        label={t("menu")}
        trigger={<IconButton label={t("menu")} icon={<EllipsisVertical aria-hidden />} />}
      >
        <MenuItem danger onSelect={() => setAsking(true)}>
          {t("open")}
        </MenuItem>
      </Menu>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        danger
        title={t("title", { topic })}
        description={count === null ? t("counting") : t("text", { count })}
        action={t("action")}
        onConfirm={remove}
      />
    </>
  );
}

const classOf = (topic: string) => topic.split("/")[0] ?? "";

function useRemoval(topic: string) {
  const refusal = useTranslations("refusal");
  const toast = useToast();
  return async () => {
    const reply = await removePast({ class: classOf(topic), topic });
    if (reply.ok)
      window.location.reload(); // with what the page had of it live
    else toast({ title: refusal(reply.code), tone: "alarm" });
  };
}
