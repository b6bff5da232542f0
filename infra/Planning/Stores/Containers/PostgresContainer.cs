using Infra.Backend.Settings;

namespace Infra.Backend.Planning.Stores.Containers;

/// <summary>PostgreSQL's official image.</summary>
internal static class PostgresContainer
{
    /// <summary>The first version whose image keeps the data of each major version in a folder of its own.</summary>
    private const int VersionedFolders = 18;

    public static StoreContainer Create(ContainerRequest request)
    {
        var env = new Dictionary<string, EnvironmentSettings>(StringComparer.Ordinal)
        {
            ["POSTGRES_USER"] = request.Username,
            ["POSTGRES_PASSWORD"] = request.Password,
            ["POSTGRES_DB"] = StoreContainer.Plain("postgres"),
        };
        if (request.Major < VersionedFolders)
        {
            // A file system may have a folder lost+found, and initdb needs an empty one.
            env["PGDATA"] = StoreContainer.Plain("/var/lib/postgresql/data/pgdata");
        }

        return new StoreContainer
        {
            User = 999,
            DataFolder = request.Major < VersionedFolders ? "/var/lib/postgresql/data" : "/var/lib/postgresql",
            Scratch = new Dictionary<string, string> { ["run"] = "/var/run/postgresql", ["tmp"] = "/tmp" },
            Env = env,
            Size = StoreContainer.SizeOf("100m", "256Mi", "512Mi"),
        };
    }
}
