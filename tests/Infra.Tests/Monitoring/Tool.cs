using System.Diagnostics;

namespace Infra.Tests.Monitoring;

/// <summary>One of Prometheus' own tools, as Debian's packages 'prometheus' and 'prometheus-alertmanager' install them.</summary>
internal static class Tool
{
    public const string Promtool = "promtool";
    public const string Amtool = "amtool";

    public static bool Exists(string name) => Find(name) is not null;

    /// <summary>Runs it to its end; the answer is its exit code and all it said.</summary>
    public static async Task<(int ExitCode, string Output)> Run(string name, params IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Find(name)!, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await error);
    }

    private static string? Find(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => Path.Combine(folder, name))
        .FirstOrDefault(File.Exists);
}

/// <summary>A test that needs one of Prometheus' own tools.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ToolTheoryAttribute : TheoryAttribute
{
    public ToolTheoryAttribute(string tool)
    {
        if (!Tool.Exists(tool))
        {
            Skip = $"{tool} is not on the PATH (Debian packages 'prometheus' and 'prometheus-alertmanager').";
        }
    }
}
