using EndToEnd.Support;

namespace EndToEnd.Monitoring;

/// <summary>A test that needs a program on the PATH; skipped if it is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ToolFactAttribute : FactAttribute
{
    /// <param name="program">The program.</param>
    /// <param name="package">The Debian package that has it.</param>
    public ToolFactAttribute(string program, string package)
    {
        if (!SearchPath.Contains(program))
        {
            Skip = $"{program} is not on the PATH (Debian package '{package}')";
        }
    }
}
