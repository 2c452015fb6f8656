internal import Hygiene
internal import Platform

/// When the person's own files were last backed up, as far as that is noted where it can be seen.
///
/// Only Déjà Dup ("Backups" of GNOME) notes it in the person's settings. Whether a backup can be
/// read again, and where it lies, cannot be seen.
///
/// Reads the person's dconf settings.
struct DeviceBackup: Check {
  let id: CheckID = "device-backup"
  let version = 1
  let family = Family.device

  func gather(from world: World, about survey: Survey) throws -> [Observation<BackupFacts>] {
    let device = try Device(world, about: survey, evenInQubes: true)
    let settings = try DesktopSettings(device.files, home: try device.home())
    // An ISO 8601 moment; empty before the first backup.
    guard case .text(let moment) = settings["/org/gnome/deja-dup/last-backup"],
      let day = Day(String(moment.prefix(10))),
      let start = Timestamp("\(day)T00:00:00Z"), start <= device.now
    else { throw CheckRefusal(.unknown(because: .notPresent)) }
    let days = (device.now.secondsSinceEpoch - start.secondsSinceEpoch) / 86_400
    return [
      Observation("", BackupFacts(program: "Déjà Dup", days: days), confidence: .medium)
    ]
  }

  func judge(_ facts: BackupFacts) -> Outcome { facts.days <= 14 ? .good : .concern }

  var examples: [(BackupFacts, Outcome)] {
    [
      (BackupFacts(program: "Déjà Dup", days: 0), .good),
      (BackupFacts(program: "Déjà Dup", days: 14), .good),
      (BackupFacts(program: "Déjà Dup", days: 90), .concern),
    ]
  }
}

/// The last backup that is noted somewhere.
struct BackupFacts: Hashable, Codable, Sendable {
  let program: String
  let days: Int
}
