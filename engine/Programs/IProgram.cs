namespace Infra.Engine.Programs;

/// <summary>How a program ended.</summary>
internal enum ProgramResult
{
    /// <summary>It ran to its end.</summary>
    Succeeded,

    /// <summary>It failed and has told the engine why.</summary>
    FailedAndReported,

    /// <summary>It failed without a word to the engine.</summary>
    Failed,
}

/// <summary>Something that registers resources with the engine: a process, or a script in a test.</summary>
internal interface IProgram
{
    /// <summary>Runs the program to its end. Cancelling kills it.</summary>
    /// <param name="environment">What it is told.</param>
    /// <param name="output">Gets every line it writes; true where it came from the standard error.</param>
    /// <param name="cancellationToken">Kills it.</param>
    Task<ProgramResult> RunAsync(ProgramEnvironment environment, Action<string, bool> output, CancellationToken cancellationToken);
}
