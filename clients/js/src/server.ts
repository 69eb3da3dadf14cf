/** The mock of a test runner: one that runs already, or one that starts now. */
import { connect, type ConnectOptions, type Mock } from "./mock.js";
import { startMock, type StartOptions } from "./start.js";

/** `url` of a running mock, by default that in `LANGGRAPH_MOCK_URL`; without one, a mock starts. */
export type ServerOptions = StartOptions & ConnectOptions & { url?: string };

export type Server = { mock: Mock; stop: () => Promise<void> };

export async function server({ url = process.env.LANGGRAPH_MOCK_URL, token, ...start }: ServerOptions = {}): Promise<Server> {
  if (url) return { mock: connect(url, { ...(token && { token }) }), stop: async () => {} };
  const mock = await startMock(start);
  await warmUp(mock);
  return { mock, stop: () => mock.stop() };
}

/** Run a graph: the first run imports LangGraph, for which the time limit of a test may be too short. */
async function warmUp(mock: Mock): Promise<void> {
  const session = mock.session();
  await session.scenario("warm_up", { say: "Ready." });
  await session.seed({ threads: [{ runs: [{ assistant_id: "warm_up", input: { messages: [] } }] }] });
  await session.delete();
}
