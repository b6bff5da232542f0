using System.Diagnostics;
using Infra.Cli.Pipelines;

namespace Cli.Tests.Pipelines;

/// <summary>
/// The linters of CI systems, which `.ci/run` installs from <c>Linters/package.json</c>: GitHub's language service, and gitlab-ci-local
/// with
/// GitLab's schema.
/// </summary>
internal static class Linters
{
    /// <summary>The folder that they are installed in.</summary>
    public static string Folder { get; } =
        Path.Combine(
            Environment.GetEnvironmentVariable("XDG_CACHE_HOME")
                ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"),
            "infra-ci",
            "linters"
        );

    private static string Github => Path.Combine(Folder, "node_modules", "github.bundle.mjs");

    private static string Gitlab => Path.Combine(Folder, "node_modules", ".bin", "gitlab-ci-local");

    /// <summary>True where they are installed.</summary>
    public static bool Exist => File.Exists(Github) && File.Exists(Gitlab);

    /// <summary>Finds the problems of workflows.</summary>
    public static string CheckGithub(IEnumerable<PipelineFile> files) =>
        InFolder(files, folder => Run(folder, [Github, .. Directory.GetFiles(folder, "*.yml", SearchOption.AllDirectories)]));

    /// <summary>Finds the problems of a pipeline of GitLab, whose main file is one of the files.</summary>
    public static string CheckGitlab(IEnumerable<PipelineFile> files) => InFolder(files, folder =>
        {
            Start(folder, "git", "init", "--quiet");
            return Run(folder, [Gitlab, "--list"]);
        });

    private static string InFolder(IEnumerable<PipelineFile> files, Func<string, string> check)
    {
        var folder = Directory.CreateTempSubdirectory("pipelines-");
        try
        {
            foreach (var file in files)
            {
                var path = Path.Combine(folder.FullName, file.Path);
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                File.WriteAllText(path, file.Text);
            }

            return check(folder.FullName);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Run(string folder, string[] arguments)
    {
        var (code, output) = Start(folder, "node", arguments);
        return code == 0 ? "" : output;
    }

    private static (int Code, string Output) Start(string folder, string program, params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(program, arguments)
            {
                WorkingDirectory = folder,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
#pragma warning disable RS0030 // The process has ended, so the text is there.
        return (process.ExitCode, output + errors.GetAwaiter().GetResult());
#pragma warning restore RS0030
    }
}

/// <summary>A test that needs the linters; skipped where they are not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LinterTheoryAttribute : TheoryAttribute
{
    public LinterTheoryAttribute()
    {
        if (!Linters.Exist)
        {
            Skip = $"the linters of CI systems are not installed in {Linters.Folder}: .ci/run does it";
        }
    }
}
