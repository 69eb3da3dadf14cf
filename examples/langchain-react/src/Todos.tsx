export type Todo = { content: string; status: "pending" | "in_progress" | "completed" };

const MARK = { pending: "○", in_progress: "◐", completed: "●" };

/** The plan of an agent, a key of its state beside the messages. */
export function Todos({ todos }: { todos: Todo[] }) {
  const done = todos.filter(({ status }) => status === "completed").length;
  return (
    <details className="todos" aria-label="Todos" open>
      <summary>
        Todos <small>{`${done} of ${todos.length} done`}</small>
      </summary>
      <ul>
        {todos.map(({ content, status }, index) => (
          <li key={index} data-status={status}>
            <span role="img" aria-label={status.replace("_", " ")}>
              {MARK[status]}
            </span>{" "}
            {content}
          </li>
        ))}
      </ul>
    </details>
  );
}
