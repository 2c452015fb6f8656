internal import Glibc

/// A hold on a folder (`Files.hold`): nobody else gets one while this lives.
public final class HeldFolder: Sendable {
  private let descriptor: Int32?

  /// - Parameter descriptor: the folder, locked; nil where nobody else can come.
  init(_ descriptor: Int32? = nil) { self.descriptor = descriptor }

  // Closing is unlocking; so is the end of the process, however it comes.
  deinit { if let descriptor { close(descriptor) } }
}
