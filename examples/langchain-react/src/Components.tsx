import type { ReactNode } from "react";

/** What `push_ui_message` writes: a component by name, and the message that it belongs to. */
export type UiMessage = {
  id: string;
  name: string;
  props: Record<string, unknown>;
  metadata?: { message_id?: string };
};

const COMPONENTS: Record<string, (props: any) => ReactNode> = { weather: Weather };

/** The components of a message. The server updates and removes them by id. */
export function Components({ of, ui = [] }: { of?: string; ui?: UiMessage[] }) {
  return ui
    .filter(({ metadata }) => metadata?.message_id === of)
    .map(({ id, name, props }) => {
      const Component = COMPONENTS[name];
      return Component ? <Component key={id} {...props} /> : <small key={id}>No component {name}</small>;
    });
}

function Weather({ city, celsius }: { city: string; celsius: number | null }) {
  return (
    <figure className="card weather" aria-label={`Weather in ${city}`}>
      <output>{celsius === null ? "…" : `${celsius} °C`}</output>
      <figcaption>{city}</figcaption>
    </figure>
  );
}
