internal import CLinux

/// Makes the process keep what it knows to itself: no core dump, no debugger, no backtrace with
/// memory words, files for the owner alone.
///
/// - Returns: false when the system refused any of it.
public func hardenProcess() -> Bool { tk_harden_process() == 0 }
