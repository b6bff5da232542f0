using System.ComponentModel;
using System.Diagnostics;
using Infra.Engine.Errors;

namespace Infra.Engine.Programs;

/// <summary>A program that runs as a process.</summary>
/// <param name="path">A .NET assembly, or any executable.</param>
internal sealed class ProgramProcess(string path) : IProgram
{
    /// <summary>The exit code of a program that has reported its exception to the engine.</summary>
    private const int AlreadyReported = 32;

    public int ContractVersion { get; } = ProgramContract.ReadVersion(path);

    public async Task<ProgramResult> RunAsync(
        ProgramEnvironment environment,
        Action<string, bool> output,
        CancellationToken cancellationToken
    )
    {
        using var process = new Process { StartInfo = StartInfo(environment) };
        process.OutputDataReceived += (_, line) => Forward(line.Data, isError: false);
        process.ErrorDataReceived += (_, line) => Forward(line.Data, isError: true);
        try
        {
            process.Start();
        }
        catch (Win32Exception error)
        {
            throw new ProgramException($"{path}: the program cannot be started: {error.Message}", error);
        }

        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        return process.ExitCode switch
        {
            0 => ProgramResult.Succeeded,
            AlreadyReported => ProgramResult.FailedAndReported,
            ProgramContract.InvalidSettings when environment.Query is not null => ProgramResult.InvalidSettings,
            _ => ProgramResult.Failed,
        };

        void Forward(string? line, bool isError)
        {
            if (line is not null)
            {
                output(line, isError);
            }
        }
    }

    private ProcessStartInfo StartInfo(ProgramEnvironment environment)
    {
        var isAssembly = path.EndsWith(".dll", StringComparison.OrdinalIgnoreCase);
        var start = new ProcessStartInfo(isAssembly ? DotnetHost.Path : path)
        {
            WorkingDirectory = environment.WorkingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (isAssembly)
        {
            start.ArgumentList.Add("exec");
            start.ArgumentList.Add(path);
        }

        environment.ApplyTo(start.Environment);
        return start;
    }
}
