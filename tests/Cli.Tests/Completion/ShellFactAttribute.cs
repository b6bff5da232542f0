namespace Cli.Tests.Completion;

/// <summary>A test that needs a shell; skipped where it is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ShellFactAttribute : FactAttribute
{
    public ShellFactAttribute(string shell)
    {
        var folders = Environment.GetEnvironmentVariable("PATH")?.Split(Path.PathSeparator) ?? [];
        if (!folders.Any(folder => File.Exists(Path.Combine(folder, shell))))
        {
            Skip = $"{shell} is not on the PATH (Debian package '{shell}')";
        }
    }
}
