using Infra.Backend.Settings;

namespace Infra.Backend.Planning.Stores.Containers;

/// <summary>MySQL's official image.</summary>
internal static class MysqlContainer
{
    public static StoreContainer Create(ContainerRequest request) =>
        new()
        {
            User = 999,
            DataFolder = "/var/lib/mysql",
            Scratch = new Dictionary<string, string> { ["run"] = "/var/run/mysqld", ["tmp"] = "/tmp" },
            Env = new Dictionary<string, EnvironmentSettings>(StringComparer.Ordinal) { ["MYSQL_ROOT_PASSWORD"] = request.Password },

            // A file system may have a folder lost+found, and the server needs an empty one.
            Args = ["--datadir=/var/lib/mysql/data"],
            Size = StoreContainer.SizeOf("100m", "512Mi", "1Gi"),
        };
}
