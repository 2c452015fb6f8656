extension Array where Element: Sendable {
  /// Runs `work` on every element: at most `limit` at once, and at most `perKey` at once of those
  /// that share a key. A sliding window: whenever one ends, the next begins. The results are in the
  /// order of the elements.
  public func inParallel<Key: Hashable & Sendable, Value: Sendable>(
    limit: Int, perKey: Int, by key: (Element) -> Key,
    _ work: @escaping @Sendable (Element) async -> Value
  ) async -> [Value] {
    let keys = map(key)
    var window = Window<Key>(count: count, perKey: perKey)
    return await withTaskGroup(of: (Int, Value).self) { group in
      func begin(_ index: Int) {
        let element = self[index]
        group.addTask { (index, await work(element)) }
      }
      var results = [Value?](repeating: nil, count: count)
      for _ in 0..<Swift.max(1, limit) {
        guard let index = window.next(keys) else { break }
        begin(index)
      }
      var running = window.begun
      while let (index, value) = await group.next() {
        results[index] = value
        running -= 1
        window.end(keys[index])
        while running < Swift.max(1, limit), let next = window.next(keys) {
          begin(next)
          running += 1
        }
      }
      return results.compactMap { $0 }
    }
  }

  /// Runs `work` on every element, at most `limit` at once; results in the order of the elements.
  public func inParallel<Value: Sendable>(
    limit: Int, _ work: @escaping @Sendable (Element) async -> Value
  ) async -> [Value] {
    await inParallel(limit: limit, perKey: limit, by: { _ in 0 }, work)
  }
}

/// Which element comes next.
private struct Window<Key: Hashable> {
  private let count: Int
  private let perKey: Int
  private var unseen = 0
  private var running: [Key: Int] = [:]
  /// Elements whose turn came while their key was full.
  private var parked: [Key: ArraySlice<Int>] = [:]
  /// Keys that have room and parked elements.
  private var free: [Key] = []
  private(set) var begun = 0

  init(count: Int, perKey: Int) { (self.count, self.perKey) = (count, max(1, perKey)) }

  mutating func next(_ keys: [Key]) -> Int? {
    while let key = free.popLast() {
      guard running[key, default: 0] < perKey, let first = parked[key]?.popFirst()
      else { continue }
      if parked[key]?.isEmpty ?? true { parked[key] = nil }
      return begin(first, key)
    }
    while unseen < count {
      let index = unseen
      unseen += 1
      if running[keys[index], default: 0] < perKey { return begin(index, keys[index]) }
      parked[keys[index], default: []].append(index)
    }
    return nil
  }

  private mutating func begin(_ index: Int, _ key: Key) -> Int {
    running[key, default: 0] += 1
    begun += 1
    return index
  }

  mutating func end(_ key: Key) {
    running[key, default: 1] -= 1
    if parked[key] != nil { free.append(key) }
  }
}
