namespace Infra.Tests.Planning.Haproxy;

/// <summary>A test that needs a real HAProxy.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class HaproxyFactAttribute : FactAttribute
{
    public HaproxyFactAttribute()
    {
        if (HaproxyProcess.Executable is null)
        {
            Skip = "haproxy is not on the PATH (Debian package 'haproxy').";
        }
    }
}
