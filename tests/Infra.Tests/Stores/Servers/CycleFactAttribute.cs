namespace Infra.Tests.Stores.Servers;

/// <summary>A test that needs a server and rclone of Debian packages; skipped where one of them is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CycleFactAttribute : FactAttribute
{
    /// <param name="packages">The Debian packages of both.</param>
    /// <param name="servers">The programs of the server of which one must be installed.</param>
    public CycleFactAttribute(string packages, params string[] servers)
    {
        if (Programs.Find("rclone") is null || Programs.Find(servers) is null)
        {
            Skip = $"rclone or {servers[0]} is missing (Debian packages {packages})";
        }
    }
}
