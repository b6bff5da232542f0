using System.Diagnostics;

namespace Infra.Tests.Monitoring;

/// <summary>A tool of Prometheus or Alertmanager, as in the Debian packages 'prometheus' and 'prometheus-alertmanager'.</summary>
internal static class Tool
{
    public const string Promtool = "promtool";
    public const string Amtool = "amtool";

    public static bool Exists(string name) => Find(name) is not null;

    /// <summary>Runs a tool and returns its exit code and its output, errors included.</summary>
    public static async Task<(int ExitCode, string Output)> Run(string name, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(Find(name)!, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await error);
    }

    private static string? Find(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(File.Exists);
}

/// <summary>A test that is skipped where its tool is not installed.</summary>
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
