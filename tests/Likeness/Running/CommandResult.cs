namespace Likeness.Running;

/// <summary>The result of a command.</summary>
/// <param name="ExitCode">The exit code; null where a signal ended it.</param>
/// <param name="Signal">The signal that ended it.</param>
/// <param name="Output">What it wrote to standard output.</param>
/// <param name="Error">What it wrote to standard error.</param>
internal sealed record CommandResult(int? ExitCode, string? Signal, string Output, string Error);
