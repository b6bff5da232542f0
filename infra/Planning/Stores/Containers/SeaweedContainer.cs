using System.Globalization;
using Infra.Backend.Settings;

namespace Infra.Backend.Planning.Stores.Containers;

/// <summary>SeaweedFS' image as a server with S3's API. It creates the bucket itself.</summary>
internal static class SeaweedContainer
{
    /// <summary>The port at which the server exposes metrics if it is told to.</summary>
    public const int MetricsPort = 9327;

    public static StoreContainer Create(ContainerRequest request) =>
        new()
        {
            User = 1000,
            DataFolder = "/data",
            Scratch = new Dictionary<string, string> { ["tmp"] = "/tmp" },
            Command =
            [
                "weed",
                "mini",
                "-dir=/data",
                .. request.HasMetrics ? [string.Create(CultureInfo.InvariantCulture, $"-metricsPort={MetricsPort}")] : (string[])[],
            ],
            Env = new Dictionary<string, EnvironmentSettings>(StringComparer.Ordinal)
            {
                ["AWS_ACCESS_KEY_ID"] = request.Username,
                ["AWS_SECRET_ACCESS_KEY"] = request.Password,
                ["S3_BUCKET"] = StoreContainer.Plain(request.Database!),
            },
            HealthPath = "/status",
            Size = StoreContainer.SizeOf("50m", "128Mi", "512Mi"),
        };
}
