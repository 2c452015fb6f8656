internal import Hygiene
internal import Platform

/// The computer that a device check looks at, and whose it is.
struct Device: Sendable {
  let files: SystemFiles
  /// Who works at it; nil when that cannot be told.
  let person: Person?
  let environment: [String: String]
  let now: Timestamp

  /// An account. Its name is used to find things and never becomes a fact.
  struct Person: Sendable {
    let number: Int
    let name: String?
    let home: String
  }

  /// - Throws: `CheckRefusal` where the files are not the computer's: in a container or in WSL, and
  ///   in Qubes unless the virtual machine itself is meant.
  init(
    _ world: World, about survey: Survey, evenInQubes: Bool = false
  ) throws(CheckRefusal) {
    let obstacle = Computer(world.files).surroundings.obstacle
    guard obstacle == nil || evenInQubes && obstacle == .measuredElsewhere else {
      throw CheckRefusal(.unknown(because: DeviceReasons.insideAnother))
    }
    files = SystemFiles(world.files)
    environment = world.environment
    now = world.clock.now
    person = Person(files, environment, home: survey.home)
  }

  /// The home whose settings are meant.
  func home() throws(CheckRefusal) -> String {
    // After `su` the environment is still the person's, and the settings would be root's.
    guard person?.number != 0 else {
      throw CheckRefusal(.unknown(because: DeviceReasons.rootAlone))
    }
    guard let person, try files.status(of: person.home)?.kind == .folder else {
      throw CheckRefusal(.unknown(because: .notPresent))
    }
    return person.home
  }
}

extension Device.Person {
  /// Under sudo or pkexec the person is the one who called it, not root.
  init?(_ files: SystemFiles, _ environment: [String: String], home: String) {
    let caller = ["SUDO_UID", "PKEXEC_UID"].lazy.compactMap { environment[$0].flatMap { Int($0) } }
    let status = (try? files.text("/proc/self/status")) ?? ""
    let own = status.lines.first { $0.hasPrefix("Uid:") }?.fields.dropFirst(2).first
    guard let number = caller.first ?? own.flatMap({ Int($0) }) else { return nil }
    let accounts = ((try? files.text("/etc/passwd", atMost: 1 << 20)) ?? "").lines.map {
      $0.split(separator: ":", omittingEmptySubsequences: false)
    }
    let account = accounts.first { $0.count >= 7 && Int($0[2]) == number }
    self.number = number
    name = account.map { String($0[0]) }
    self.home = caller.first == nil ? home : account.map { String($0[5]) } ?? home
  }
}
