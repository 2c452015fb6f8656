internal import OpenSSL

/// The Merkle tree hash of RFC 6962 §2.1 over leaves that come one by one: one hash of 32 bytes that
/// changes when any leaf, their order or their number does.
struct MerkleTree {
  private(set) var count = 0
  /// The roots of the whole subtrees from left to right, one for each bit of `count`.
  private var peaks: [[UInt8]] = []

  mutating func append(_ leaf: some Sequence<UInt8>) {
    var hash = sha256([0] + leaf)
    var subtrees = count
    while subtrees & 1 == 1 {
      hash = sha256([1] + peaks.removeLast() + hash)
      subtrees >>= 1
    }
    peaks.append(hash)
    count += 1
  }

  var root: [UInt8] {
    guard var hash = peaks.last else { return sha256([]) }
    for peak in peaks.dropLast().reversed() { hash = sha256([1] + peak + hash) }
    return hash
  }
}
