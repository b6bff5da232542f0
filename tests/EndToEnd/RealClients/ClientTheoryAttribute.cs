namespace EndToEnd.RealClients;

/// <summary>A theory that needs a client; skipped if no version of it is installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ClientTheoryAttribute : TheoryAttribute
{
    public ClientTheoryAttribute(string program)
    {
        Program = program;
        if (ClientVersion.Installed.All(version => version.FindProgram(program) is null))
        {
            Skip = $"{program} is not installed";
        }
    }

    /// <summary>The client.</summary>
    public string Program { get; }
}
