using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;
using Infra.Engine.Errors;

namespace Infra.Engine.Programs.Building;

/// <summary>
/// Builds a program only when its inputs have changed since the last build. The check compares a fingerprint, which reads no file contents,
/// with a stamp beside the build's intermediate output.
/// </summary>
internal static class ProgramBuilder
{
    private const string Configuration = "Release";
    private const string StampName = "infra-build.json";

    /// <summary>Builds the program if necessary.</summary>
    /// <param name="subject">What is built, for messages.</param>
    /// <param name="programDirectory">The folder of the project file.</param>
    /// <param name="listener">Receives the progress.</param>
    /// <param name="time">Measures how long another build holds a project.</param>
    /// <param name="cancellationToken">Kills the build.</param>
    /// <returns>The path of the program's assembly.</returns>
    /// <exception cref="ProgramException">There is no project, or the build failed; the message contains the compiler's.</exception>
    public static async Task<string> BuildAsync(
        BuildSubject subject,
        string programDirectory,
        BuildListener listener,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        var project = FindProject(subject, programDirectory);
        var stampFile = Path.Combine(programDirectory, "obj", StampName);
        if (UpToDate(project, stampFile) is { } ready)
        {
            return ready;
        }

        using var held = await BuildLock.AcquireAsync(ProgramInputs.Read(project), listener.Waiting, time, cancellationToken);

        // Another process may have built it in the meantime.
        if (UpToDate(project, stampFile) is { } justBuilt)
        {
            return justBuilt;
        }

        listener.Building(project);
        File.Delete(stampFile);

        // Computed before the build, so that a change during the build causes another one.
        var sources = BuildFingerprint.ComputeForSources(project);
        var target = await RunBuildAsync(subject, project, cancellationToken);
        var stamp = new BuildStamp(sources, target, BuildFingerprint.ComputeForOutput(Path.GetDirectoryName(target)!));
        var json = JsonSerializer.SerializeToUtf8Bytes(stamp, BuildStampJson.Default.BuildStamp);
        await File.WriteAllBytesAsync(stampFile, json, cancellationToken);
        return target;
    }

    private static string FindProject(BuildSubject subject, string directory) =>
        !Directory.Exists(directory)
            ? throw new ProgramException($"the {subject.Name}'s folder {directory} does not exist: {subject.Remedy}")
            : Directory.GetFiles(directory, "*.*proj") switch
            {
                [var only] => only,
                [] => throw new ProgramException($"there is no project file in {directory}: {subject.Remedy}"),
                var several => throw new ProgramException(
                    $"there are {several.Length} project files in {directory}: a {subject.Name} has exactly one; remove the others"
                ),
            };

    private static string? UpToDate(string project, string stampFile)
    {
        if (!File.Exists(stampFile))
        {
            return null;
        }

        BuildStamp? stamp;
        try
        {
            stamp = JsonSerializer.Deserialize(File.ReadAllBytes(stampFile), BuildStampJson.Default.BuildStamp);
        }
        catch (JsonException)
        {
            // A crash truncated the stamp.
            return null;
        }

        return
            stamp is not null
            && File.Exists(stamp.Target)
            && stamp.Output == BuildFingerprint.ComputeForOutput(Path.GetDirectoryName(stamp.Target)!)
            && stamp.Sources == BuildFingerprint.ComputeForSources(project)
            ? stamp.Target
            : null;
    }

    private static async Task<string> RunBuildAsync(BuildSubject subject, string project, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(DotnetHost.Path)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetDirectoryName(project)!,
        };
        // Without a target, -getProperty only evaluates the project.
        string[] arguments =
        [
            "build",
            project,
            "-c",
            Configuration,
            "--nologo",
            "-v:quiet",
            "-tl:off",
            "-t:Build",
            "-getProperty:TargetPath",
        ];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        // A reused build node would outlive the build and keep its pipes open.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        using var process = Process.Start(start) ?? throw new ProgramException("`dotnet build` could not be started");
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var errors = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            var target = (await output).Trim();
            return process.ExitCode == 0 && File.Exists(target)
                ? target
                : throw new ProgramException($"{project}: the {subject.Name} does not build:\n{SelectErrors($"{target}\n{await errors}")}");
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    private static string SelectErrors(string output)
    {
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var errors = lines.Where(line => line.Contains("error", StringComparison.OrdinalIgnoreCase)).Distinct().ToArray();
        return string.Join('\n', errors.Length > 0 ? errors : lines);
    }
}

/// <summary>What is built, for messages.</summary>
/// <param name="Name">Its kind, e.g. <c>policy pack</c>.</param>
/// <param name="Remedy">The cure where its project is not found.</param>
internal sealed record BuildSubject(string Name, string Remedy)
{
    public static BuildSubject Program { get; } = new("program", "correct `main` in Pulumi.yaml");

    public static BuildSubject PolicyPack { get; } =
        new("policy pack", "a pack with `runtime: dotnet` has one beside its PulumiPolicy.yaml");
}

/// <summary>The record of a build.</summary>
/// <param name="Sources">The fingerprint of the sources.</param>
/// <param name="Target">The path of the assembly.</param>
/// <param name="Output">The fingerprint of the output folder.</param>
internal sealed record BuildStamp(string Sources, string Target, string Output);

[JsonSerializable(typeof(BuildStamp))]
internal sealed partial class BuildStampJson : JsonSerializerContext;
