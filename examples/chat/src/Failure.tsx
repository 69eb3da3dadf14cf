type Props = { error: unknown; onRetry: () => void };

export function Failure({ error, onRetry }: Props) {
  return (
    <div className="failure" role="alert">
      <p>{error instanceof Error ? error.message : String(error)}</p>
      <button onClick={onRetry}>Retry</button>
    </div>
  );
}
