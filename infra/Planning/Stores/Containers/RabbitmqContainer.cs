using Infra.Backend.Settings;

namespace Infra.Backend.Planning.Stores.Containers;

/// <summary>RabbitMQ's official image with the management plugin. Its data belongs to the pod's host name, which is stable.</summary>
internal static class RabbitmqContainer
{
    /// <summary>The port of the plugin for Prometheus, which the image enables.</summary>
    public const int MetricsPort = 15692;

    public static StoreContainer Create(ContainerRequest request) =>
        new()
        {
            User = 999,
            DataFolder = "/var/lib/rabbitmq",
            Scratch = new Dictionary<string, string> { ["tmp"] = "/tmp" },
            OtherPorts = new Dictionary<string, int> { ["management"] = 15672, ["prometheus"] = MetricsPort },
            Env = new Dictionary<string, EnvironmentSettings>(StringComparer.Ordinal)
            {
                ["RABBITMQ_DEFAULT_USER"] = request.Username,
                ["RABBITMQ_DEFAULT_PASS"] = request.Password,
            },

            // Each query starts a virtual machine of Erlang, which takes seconds.
            QueryTimeout = TimeSpan.FromSeconds(20),
            QueryPeriod = TimeSpan.FromSeconds(30),
            Size = StoreContainer.SizeOf("100m", "512Mi", "1Gi"),
        };
}
