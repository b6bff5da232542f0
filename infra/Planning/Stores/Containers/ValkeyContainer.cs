using Infra.Backend.Settings;

namespace Infra.Backend.Planning.Stores.Containers;

/// <summary>Valkey's official image.</summary>
internal static class ValkeyContainer
{
    public static StoreContainer Create(ContainerRequest request) =>
        new()
        {
            User = 999,
            DataFolder = "/data",
            Env = new Dictionary<string, EnvironmentSettings>(StringComparer.Ordinal) { ["REDISCLI_AUTH"] = request.Password },
            Args = ["--requirepass", "$(REDISCLI_AUTH)", "--appendonly", "yes"],
            Size = StoreContainer.SizeOf("50m", "64Mi", "128Mi"),
        };
}
