internal import Commands
internal import Glibc
internal import Platform

/// Hardens the process, makes the live world, runs one verb and ends as it says.
@main
struct Saqta {
  static func main() async {
    let output = LiveOutput()
    guard hardenProcess(), let signals = try? Signals(), let reactor = try? Reactor() else {
      output.complain("saqta: the system refused what saqta needs to start safely; try again\n")
      exit(ExitStatus.stopped.rawValue)
    }
    let terminal = LiveTerminal(on: reactor)
    let world = World(
      clock: LiveClock(), files: LiveFiles(), terminal: terminal,
      network: LiveNetwork(on: reactor), randomness: LiveRandomness(), output: output,
      environment: liveEnvironment())
    let arguments = Array(CommandLine.arguments.dropFirst())
    let ending = await signals.listening(on: reactor, restoring: { terminal.restore() }) {
      await Program.run(arguments, in: world)
    }
    terminal.restore()
    switch ending {
    case .finished(let status): exit(status.rawValue)
    case .stopped(let signal): Signals.die(by: signal)
    }
  }
}
