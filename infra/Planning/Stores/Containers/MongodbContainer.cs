using Infra.Backend.Settings;

namespace Infra.Backend.Planning.Stores.Containers;

/// <summary>MongoDB's official image.</summary>
internal static class MongodbContainer
{
    public static StoreContainer Create(ContainerRequest request) =>
        new()
        {
            User = 999,
            DataFolder = "/data/db",
            Scratch = new Dictionary<string, string> { ["config"] = "/data/configdb", ["tmp"] = "/tmp" },
            Env = new Dictionary<string, EnvironmentSettings>(StringComparer.Ordinal)
            {
                ["MONGO_INITDB_ROOT_USERNAME"] = request.Username,
                ["MONGO_INITDB_ROOT_PASSWORD"] = request.Password,

                // The shell keeps files in its home.
                ["HOME"] = StoreContainer.Plain("/tmp"),
            },
            QueryTimeout = TimeSpan.FromSeconds(10),
            Size = StoreContainer.SizeOf("100m", "256Mi", "1Gi"),
        };
}
