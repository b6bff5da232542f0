using System.Diagnostics;
using Benchmarks.Measuring;

namespace Benchmarks.Programs;

/// <summary>Measures generating and compiling the Kubernetes types.</summary>
internal static class CompileBenchmark
{
    public static async Task<Report> RunAsync()
    {
        var project = Path.Combine(Locations.RepositoryRoot, "sdk", "Pulumi.Kubernetes", "Pulumi.Kubernetes.csproj");
        var begun = Stopwatch.GetTimestamp();
        using var build = Process.Start(
            "dotnet",
            ["build", project, "-c", "Release", "--no-incremental", "--no-dependencies", "--no-restore", "-v:quiet", "--nologo"]
        );
        await build.WaitForExitAsync();
        if (build.ExitCode != 0)
        {
            throw new InvalidOperationException($"{project} does not build.");
        }

        var report = new Report("Generated types", "Compile time", "Size");
        report.Add(
            "Pulumi.Kubernetes",
            Report.Seconds(Stopwatch.GetElapsedTime(begun)),
            Report.Megabytes(new FileInfo(Locations.KubernetesAssembly).Length)
        );
        return report;
    }
}
