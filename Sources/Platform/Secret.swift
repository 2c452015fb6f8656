internal import CLinux

/// Bytes that must not be found again: locked in memory, left out of core dumps, wiped when let go.
///
/// Never passes through `String` or an array, whose copies cannot be wiped.
@safe public struct Secret: ~Copyable {
  /// Longer passphrases are refused, not cut.
  public static let capacity = 1024

  private let start: UnsafeMutableRawPointer
  public private(set) var count = 0
  /// False when the system's limit on locked memory was reached: it may then reach swap.
  public let isLocked: Bool

  /// - Throws: `SecretProblem.noMemory`.
  public init() throws(SecretProblem) {
    var locked: Int32 = 0
    guard let start = unsafe tk_secret_allocate(Secret.capacity, &locked) else {
      throw .noMemory
    }
    unsafe self.start = start
    isLocked = locked == 1
  }

  deinit { unsafe tk_secret_free(start, Secret.capacity) }

  /// - Throws: `SecretProblem.tooLong` beyond the capacity.
  public mutating func append(_ byte: UInt8) throws(SecretProblem) {
    guard count < Secret.capacity else { throw .tooLong }
    unsafe start.storeBytes(of: byte, toByteOffset: count, as: UInt8.self)
    count += 1
  }

  public mutating func removeLast() {
    guard count > 0 else { return }
    count -= 1
    unsafe start.storeBytes(of: 0, toByteOffset: count, as: UInt8.self)
  }

  public var isEmpty: Bool { count == 0 }

  /// Lends the bytes for the length of the call.
  public func withBytes<Result: ~Copyable, Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    unsafe try body(UnsafeRawBufferPointer(start: start, count: count))
  }

  /// Compares in constant time for equal lengths.
  public func equals(_ other: borrowing Secret) -> Bool {
    guard count == other.count else { return false }
    var difference: UInt8 = 0
    for index in 0..<count {
      difference |=
        unsafe start.load(fromByteOffset: index, as: UInt8.self)
        ^ other.start.load(fromByteOffset: index, as: UInt8.self)
    }
    return difference == 0
  }
}

public enum SecretProblem: Error, Hashable, Sendable { case noMemory, tooLong }
