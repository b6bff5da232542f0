namespace EndToEnd.Support;

/// <summary>A test that needs the real kubectl; skipped if it is not on the PATH.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class KubectlFactAttribute : FactAttribute
{
    public KubectlFactAttribute()
    {
        if (!SearchPath.Contains("kubectl"))
        {
            Skip = "kubectl is not on the PATH";
        }
    }
}
