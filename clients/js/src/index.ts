export {
  ControlError,
  LangGraphMockError,
  NoMatchError,
  StartError,
  UnreachableError,
  VerificationError,
} from "./errors.js";
export type { Clock } from "./clock.js";
export type { Journal } from "./journal.js";
export { connect, type ConnectOptions, Mock } from "./mock.js";
export type * from "./requests.js";
export { Session } from "./session.js";
export { type CommandOptions, StartedMock, startMock, type StartOptions } from "./start.js";
