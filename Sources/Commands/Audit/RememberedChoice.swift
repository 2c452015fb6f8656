internal import Hygiene
internal import Platform

/// A "no" that the person asked saqta to remember. It says nothing about anybody's answers.
struct RememberedChoice {
  private let setting: Setting
  var path: String { "\(setting.home)/no-network" }

  init(_ setting: Setting) { self.setting = setting }

  var isNo: Bool { setting.world.files.exists(path) }

  func rememberNo() throws {
    try setting.world.files.makeFolder(setting.home)
    try setting.world.files.write([], to: path, replacing: true)
    setting.say("consent.will-remember")
  }
}
