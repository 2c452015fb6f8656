public import Hygiene

/// How the program ends (PRODUCT, exit status).
public enum ExitStatus: Int32, Error, Sendable {
  case done = 0
  /// Done, and something was found that the command exists to find.
  case found = 1
  case usage = 2
  /// Damaged, sealed to another key, too new, too large, or wrong in form.
  case refused = 3
  /// Wrong passphrase, or no key here.
  case locked = 4
  /// The computer stopped it: disk full, no permission, no network.
  case stopped = 5
  case interrupted = 130
}

/// Something that a person can mend: a sentence of the form *what happened; what to do*.
///
/// It carries the sentence's id and facts, never the sentence, which is made in the reader's
/// language at the top. Nothing secret may be among the facts.
public struct UserError: Error, Hashable, Sendable {
  public let message: Message
  public let status: ExitStatus

  public init(_ id: String, _ values: [String: String] = [:], status: ExitStatus) {
    (message, self.status) = (Message(id, values), status)
  }
}

/// The person ended the input (Ctrl-D, a closed terminal) or asked the program to stop.
///
/// It is never an empty answer.
public struct Interrupted: Error, Hashable, Sendable {
  public init() {}
}
