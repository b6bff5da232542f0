namespace Infra.Engine.Programs;

/// <summary>The result of a program.</summary>
internal enum ProgramResult
{
    /// <summary>The program registered its resources and ended without an error.</summary>
    Succeeded,

    /// <summary>It failed and has reported the reason to the engine.</summary>
    FailedAndReported,

    /// <summary>It failed without a report.</summary>
    Failed,

    /// <summary>It answered a query by the exit code for invalid settings.</summary>
    InvalidSettings,
}

/// <summary>A program that registers resources with the engine: a process, or a script in a test.</summary>
internal interface IProgram
{
    /// <summary>The version of docs/program-contract.md that the program implements; 0 for none.</summary>
    int ContractVersion => 0;

    /// <summary>Runs the program.</summary>
    /// <param name="environment">Its environment.</param>
    /// <param name="output">Receives each line it writes; true for one on standard error.</param>
    /// <param name="cancellationToken">Kills it.</param>
    Task<ProgramResult> RunAsync(ProgramEnvironment environment, Action<string, bool> output, CancellationToken cancellationToken);
}
