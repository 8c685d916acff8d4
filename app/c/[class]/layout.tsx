import type { Metadata } from "next";
import type { ReactNode } from "react";
import { ConnectionBanner } from "@/_live/connection-banner";
import { readTheme } from "@/_ui/shell/read-theme";
import { Shell } from "@/_ui/shell/shell";
import { ClassNav } from "./_parts/class-nav";
import { visitOf } from "./_parts/class-of";

type Props = { params: Promise<{ class: string }>; children: ReactNode };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { room } = await visitOf((await params).class);
  return room ? { title: { default: room.name, template: `%s · ${room.name} · Kitroom` } } : {};
}

/** The frame of a class's pages. Each page asks by itself who is there; without somebody who may see the class it stands alone. */
export default async function ClassLayout({ params, children }: Props) {
  const { actor, room } = await visitOf((await params).class);
  if (!actor || !room) return children;
  return (
    <Shell
      name={actor.name}
      theme={await readTheme()}
      place={{ name: room.name, href: `/c/${room.slug}` }}
      nav={<ClassNav slug={room.slug} instructor={room.role === "instructor"} />}
      banner={<ConnectionBanner />}
    >
      {children}
    </Shell>
  );
}
