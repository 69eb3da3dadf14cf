/** What can be said to the scripted agent of langgraph-mock: the first word picks the turn. */
const SUGGESTIONS = {
  "Hello!": "a streamed answer",
  "tool for the weather, please": "a tool call",
  "interrupt me before you write": "an approval",
  "ask me something": "a question",
  "slow answer, please": "200 words, to stop or reload",
  boom: "a failure",
};

export function Suggestions({ onPick }: { onPick: (text: string) => void }) {
  return (
    <ul className="suggestions" aria-label="Suggestions">
      {Object.entries(SUGGESTIONS).map(([text, shows]) => (
        <li key={text}>
          <button onClick={() => onPick(text)}>
            {text} <small>{shows}</small>
          </button>
        </li>
      ))}
    </ul>
  );
}
