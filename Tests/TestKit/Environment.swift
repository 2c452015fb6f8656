import Glibc

/// A variable of the test process.
public func environmentVariable(_ name: String) -> String? {
  getenv(name).map { String(cString: $0) }
}
