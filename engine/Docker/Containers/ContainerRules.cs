using System.Globalization;
using Infra.Engine.Docker.Resources;
using Infra.Kubernetes;
using Infra.Protocol.Values;

namespace Infra.Engine.Docker.Containers;

/// <summary>How inputs of containers are compared.</summary>
internal static class ContainerRules
{
    /// <summary>The properties that the engine changes on a running container.</summary>
    public static readonly IReadOnlySet<string> Limits = new HashSet<string>
    {
        "cpuSet",
        "cpuShares",
        "maxRetryCount",
        "memory",
        "memoryReservation",
        "memorySwap",
        "restart",
    };

    /// <summary>The properties of the resource's own operations, which no container has.</summary>
    public static readonly IReadOnlySet<string> Operational = new HashSet<string>
    {
        "attach",
        "containerReadRefreshTimeoutMilliseconds",
        "destroyGraceSeconds",
        "logs",
        "mustRun",
        "removeVolumes",
        "start",
        "wait",
        "waitTimeout",
    };

    public static TypeRules Rules { get; } =
        new()
        {
            InPlace = new HashSet<string>(Limits.Concat(Operational)),
            Sets = new HashSet<string>
            {
                "capabilities.adds",
                "capabilities.drops",
                "deviceReadBps",
                "deviceReadIops",
                "deviceRequests",
                "deviceWriteBps",
                "deviceWriteIops",
                "devices",
                "dns",
                "dnsOpts",
                "dnsSearches",
                "envs",
                "groupAdds",
                "hosts",
                "labels",
                "mounts",
                "mounts[].volumeOptions.labels",
                "networksAdvanced",
                "networksAdvanced[].aliases",
                "networksAdvanced[].driverOpts",
                "networksAdvanced[].linkLocalIps",
                "securityOpts",
                "ulimits",
                "uploads",
                "volumes",
            },
            Maps = new HashSet<string>
            {
                "deviceRequests[].options",
                "logOpts",
                "mounts[].volumeOptions.driverOptions",
                "storageOpts",
                "sysctls",
                "tmpfs",
            },
            Defaults = new Dictionary<string, PropertyValue>
            {
                ["attach"] = false,
                ["containerReadRefreshTimeoutMilliseconds"] = 15000,
                ["cpuShares"] = 0,
                ["devices[].permissions"] = "rwm",
                ["init"] = false,
                ["logs"] = false,
                ["maxRetryCount"] = 0,
                ["memory"] = 0,
                ["memoryReservation"] = 0,
                ["memorySwap"] = 0,
                ["mounts[].readOnly"] = false,
                ["mustRun"] = true,
                ["networkMode"] = "bridge",
                ["ports[].ip"] = "0.0.0.0",
                ["ports[].protocol"] = "tcp",
                ["privileged"] = false,
                ["publishAllPorts"] = false,
                ["readOnly"] = false,
                ["removeVolumes"] = true,
                ["restart"] = "no",
                ["rm"] = false,
                ["start"] = true,
                ["stdinOpen"] = false,
                ["tty"] = false,
                ["uploads[].executable"] = false,
                ["volumes[].readOnly"] = false,
                ["wait"] = false,
                ["waitTimeout"] = 60,
            },
            Spellings = new Dictionary<string, Func<PropertyValue, PropertyValue>>
            {
                ["capabilities.adds[]"] = Capability,
                ["capabilities.drops[]"] = Capability,
                ["cpus"] = Number,
                ["healthcheck.interval"] = Duration,
                ["healthcheck.startInterval"] = Duration,
                ["healthcheck.startPeriod"] = Duration,
                ["healthcheck.timeout"] = Duration,
            },
        };

    /// <summary>Writes a capability as the kernel does: <c>CAP_NET_ADMIN</c>.</summary>
    public static string Capability(string name)
    {
        var upper = name.ToUpperInvariant();
        return upper == "ALL" || upper.StartsWith("CAP_", StringComparison.Ordinal) ? upper : "CAP_" + upper;
    }

    private static PropertyValue Capability(PropertyValue value) => value is PropertyString text ? Capability(text.Value) : value;

    // An unset duration is the engine's default, which is written as zero, too.
    private static PropertyValue Duration(PropertyValue value) =>
        value is PropertyString text && GoDuration.TryParse(text.Value, out var duration)
            ? duration == TimeSpan.Zero
                ? ""
                : duration.Ticks.ToString(CultureInfo.InvariantCulture)
            : value;

    private static PropertyValue Number(PropertyValue value) =>
        value is PropertyString text && decimal.TryParse(text.Value, CultureInfo.InvariantCulture, out var number)
            ? (number / 1.000000000000m).ToString(CultureInfo.InvariantCulture)
            : value;
}
