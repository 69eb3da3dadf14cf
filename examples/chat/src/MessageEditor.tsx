import { type FormEvent, useState } from "react";

type Props = { text: string; onSave: (text: string) => void; onCancel: () => void };

export function MessageEditor({ text, onSave, onCancel }: Props) {
  const [edited, setEdited] = useState(text);

  function save(event: FormEvent) {
    event.preventDefault();
    onSave(edited.trim());
  }

  return (
    <form className="card" onSubmit={save}>
      <textarea
        aria-label="Edit message"
        rows={3}
        autoFocus
        value={edited}
        onChange={(event) => setEdited(event.target.value)}
      />
      <div className="choices">
        <button className="primary" disabled={!edited.trim()}>
          Save and send
        </button>
        <button type="button" onClick={onCancel}>
          Cancel
        </button>
      </div>
    </form>
  );
}
