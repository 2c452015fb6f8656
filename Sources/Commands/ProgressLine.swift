internal import Checks
internal import Hygiene
internal import Interview
internal import Platform

/// How far a long measurement has come: one line that is written over on a screen, and a line now and
/// then for whoever reads along otherwise.
actor ProgressLine {
  private let setting: Setting
  private let isLive: Bool
  private var last = ContinuousClock.now
  private var isShown = false

  init(in setting: Setting) {
    self.setting = setting
    isLive = setting.world.terminal.isInteractive && setting.rendering.style == .inline
  }

  func show(_ progress: NetworkProgress) {
    // Who waits a moment only needs no progress.
    let pause: Duration = isLive ? .milliseconds(200) : .seconds(5)
    guard last.duration(to: .now) > pause else { return }
    last = .now
    let text = setting.words[
      progress.isSecondTry ? "check.progress-again" : "check.progress",
      [
        "done": "\(progress.done)", "total": "\(progress.total)",
        "running": "\(progress.running)", "seconds": "\(progress.elapsed / 1_000)",
      ]]
    if isLive {
      isShown = true
      let width = setting.world.terminal.size.columns
      setting.world.output.complain("\r\u{1B}[2K" + text.prefix(max(10, width - 1)))
    } else {
      setting.world.output.complain(text + "\n")
    }
  }

  func clear() {
    if isShown { setting.world.output.complain("\r\u{1B}[2K") }
    isShown = false
  }
}
