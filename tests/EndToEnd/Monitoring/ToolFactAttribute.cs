namespace EndToEnd.Monitoring;

/// <summary>A test that needs a program on the PATH; where it is missing the test says so and is skipped.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ToolFactAttribute : FactAttribute
{
    /// <param name="program">The program.</param>
    /// <param name="package">The Debian package that has it.</param>
    public ToolFactAttribute(string program, string package)
    {
        if (!(Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Any(folder => File.Exists(Path.Combine(folder, program))))
        {
            Skip = $"{program} is not on the PATH (Debian package '{package}').";
        }
    }
}
