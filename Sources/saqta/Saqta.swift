internal import Commands
internal import Platform

/// Hardens the process, makes the live world, runs one verb and returns its status.
@main
struct Saqta {
  static func main() async {
  }
}
