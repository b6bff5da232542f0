using System.Diagnostics;
using Benchmarks.Measuring;

namespace Benchmarks.Programs;

/// <summary>How long the generated Kubernetes types take to compile, and how large they get.</summary>
internal static class CompileBenchmark
{
    public static async Task<Report> RunAsync()
    {
        var output = Directory.CreateTempSubdirectory("infra-benchmark-");
        try
        {
            var project = Path.Combine(Locations.RepositoryRoot, "sdk", "Pulumi.Kubernetes", "Pulumi.Kubernetes.csproj");
            var begun = Stopwatch.GetTimestamp();
            using var build = Process.Start("dotnet", ["build", project, "-c", "Release", "--no-incremental", "--no-dependencies", "-v:quiet", "--nologo", "-o", output.FullName]);
            await build.WaitForExitAsync();
            if (build.ExitCode != 0)
                throw new InvalidOperationException($"{project} does not build.");
            var report = new Report("Generated types", "Compile time", "Size");
            report.Add("Pulumi.Kubernetes", Report.Seconds(Stopwatch.GetElapsedTime(begun)), Report.Megabytes(new FileInfo(Path.Combine(output.FullName, "Pulumi.Kubernetes.dll")).Length));
            return report;
        }
        finally
        {
            output.Delete(recursive: true);
        }
    }
}
