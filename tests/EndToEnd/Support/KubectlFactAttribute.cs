namespace EndToEnd.Support;

/// <summary>A test that needs the real kubectl; where it is not on the PATH the test says so and is skipped.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class KubectlFactAttribute : FactAttribute
{
    public KubectlFactAttribute()
    {
        if (!IsOnPath("kubectl"))
        {
            Skip = "kubectl is not on the PATH";
        }
    }

    private static bool IsOnPath(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Any(folder => File.Exists(Path.Combine(folder, program)));
}
