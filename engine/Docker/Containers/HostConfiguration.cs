using System.Globalization;
using System.Text.Json.Nodes;
using Infra.Engine.Json;

namespace Infra.Engine.Docker.Containers;

/// <summary>Creates the member <c>HostConfig</c> of the request that creates a container.</summary>
internal static class HostConfiguration
{
    public const long Megabyte = 1024 * 1024;

    private const decimal NanosecondsPerCpu = 1_000_000_000m;
    private const string UnconfinedPaths = "systempaths=unconfined";

    public static JsonObject Create(JsonObject inputs)
    {
        var host = new JsonObject
        {
            ["AutoRemove"] = inputs.Flag("rm") ?? false,
            ["Init"] = inputs.Flag("init") ?? false,
            ["Privileged"] = inputs.Flag("privileged") ?? false,
            ["PublishAllPorts"] = inputs.Flag("publishAllPorts") ?? false,
            ["ReadonlyRootfs"] = inputs.Flag("readOnly") ?? false,
            ["NetworkMode"] = NetworkMode(inputs),
            ["RestartPolicy"] = RestartPolicy(inputs),
        };
        AddTexts(host, inputs);
        AddLists(host, inputs);
        AddResources(host, inputs);
        AddSecurity(host, inputs);
        AddDevices(host, inputs);
        AddLogging(host, inputs);
        return host;
    }

    /// <summary>The restart policy.</summary>
    public static JsonObject RestartPolicy(JsonObject inputs) =>
        new() { ["Name"] = inputs.NonEmpty("restart") ?? "no", ["MaximumRetryCount"] = inputs.Integer("maxRetryCount") ?? 0 };

    /// <summary>An amount of memory in bytes; negative ones mean unlimited.</summary>
    public static long Bytes(long megabytes) => megabytes > 0 ? megabytes * Megabyte : megabytes;

    /// <summary>What a volume is mounted from: a path of the host, a volume or another container; null for an anonymous volume.</summary>
    public static string? Source(JsonObject volume) =>
        volume.NonEmpty("hostPath") ?? volume.NonEmpty("volumeName") ?? volume.NonEmpty("fromContainer");

    /// <summary>The cores as billionths; null where the text is not a number.</summary>
    public static long? ParseCpus(string text) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var cpus) && cpus <= 100_000
            ? (long)(cpus * NanosecondsPerCpu)
            : null;

    // A container with networks of its own begins with the first of them instead of the default one.
    private static string NetworkMode(JsonObject inputs) => inputs.NonEmpty("networkMode") ?? "bridge";

    private static void AddTexts(JsonObject host, JsonObject inputs)
    {
        foreach (
            var (property, member) in new[]
            {
                ("cgroupParent", "CgroupParent"),
                ("cgroupnsMode", "CgroupnsMode"),
                ("cpuSet", "CpusetCpus"),
                ("ipcMode", "IpcMode"),
                ("pidMode", "PidMode"),
                ("runtime", "Runtime"),
                ("usernsMode", "UsernsMode"),
            }
        )
        {
            host.SetUnlessEmpty(member, inputs.Text(property));
        }
    }

    private static void AddLists(JsonObject host, JsonObject inputs)
    {
        host.SetUnlessEmpty("Dns", inputs["dns"]);
        host.SetUnlessEmpty("DnsOptions", inputs["dnsOpts"]);
        host.SetUnlessEmpty("DnsSearch", inputs["dnsSearches"]);
        host.SetUnlessEmpty("ExtraHosts", inputs.Objects("hosts").Select(entry => $"{entry.Text("host")}:{entry.Text("ip")}").ToArray());
        host.SetUnlessEmpty("GroupAdd", inputs["groupAdds"]);
        host.SetUnlessEmpty("PortBindings", PortBindings(inputs));
        host.SetUnlessEmpty("Tmpfs", inputs.Map("tmpfs"));
        host.SetUnlessEmpty("Sysctls", inputs.Map("sysctls"));
        host.SetUnlessEmpty("StorageOpt", inputs.Map("storageOpts"));
        host.SetUnlessEmpty("Mounts", new JsonArray([.. inputs.Objects("mounts").Select(ContainerMount.Create)]));
        host.SetUnlessEmpty(
            "Binds",
            inputs.Objects("volumes").Where(volume => volume.NonEmpty("fromContainer") is null).Select(Bind).OfType<string>().ToArray()
        );
        host.SetUnlessEmpty(
            "VolumesFrom",
            inputs.Objects("volumes").Select(volume => volume.NonEmpty("fromContainer")).OfType<string>().ToArray()
        );
        host.SetUnlessEmpty(
            "Ulimits",
            new JsonArray([
                .. inputs
                    .Objects("ulimits")
                    .Select(limit =>
                        (JsonNode)
                            new JsonObject
                            {
                                ["Name"] = limit.Text("name"),
                                ["Soft"] = limit.Integer("soft"),
                                ["Hard"] = limit.Integer("hard"),
                            }
                    ),
            ])
        );
    }

    private static string? Bind(JsonObject volume)
    {
        if (Source(volume) is not { } source)
        {
            return null;
        }

        var label = volume.NonEmpty("selinuxRelabel") is { } relabel ? "," + relabel : "";
        return $"{source}:{volume.Text("containerPath")}:{(volume.Flag("readOnly") == true ? "ro" : "rw")}{label}";
    }

    private static JsonObject PortBindings(JsonObject inputs)
    {
        var bindings = new JsonObject();
        foreach (var port in inputs.Objects("ports"))
        {
            var key = ContainerRequest.PortKey(port);
            if (bindings[key] is not JsonArray list)
            {
                bindings[key] = list = [];
            }

            list.Add(
                new JsonObject
                {
                    ["HostIp"] = port.NonEmpty("ip") ?? "0.0.0.0",
                    ["HostPort"] = port.Integer("external")?.ToString(CultureInfo.InvariantCulture) ?? "0",
                }
            );
        }

        return bindings;
    }

    private static void AddResources(JsonObject host, JsonObject inputs)
    {
        foreach (
            var (property, member) in new[]
            {
                ("memory", "Memory"),
                ("memoryReservation", "MemoryReservation"),
                ("memorySwap", "MemorySwap"),
                ("shmSize", "ShmSize"),
            }
        )
        {
            if (inputs.Integer(property) is { } megabytes and not 0)
            {
                host[member] = Bytes(megabytes);
            }
        }

        if (inputs.Integer("cpuShares") is { } shares and not 0)
        {
            host["CpuShares"] = shares;
        }

        if (inputs.NonEmpty("cpus") is { } cpus)
        {
            host["NanoCpus"] = ParseCpus(cpus);
            return;
        }

        foreach (var (property, member) in new[] { ("cpuPeriod", "CpuPeriod"), ("cpuQuota", "CpuQuota") })
        {
            if (inputs.Integer(property) is { } value and not 0)
            {
                host[member] = value;
            }
        }
    }

    private static void AddSecurity(JsonObject host, JsonObject inputs)
    {
        if (inputs.Map("capabilities") is { } capabilities)
        {
            host.SetUnlessEmpty("CapAdd", capabilities.Texts("adds").ToArray());
            host.SetUnlessEmpty("CapDrop", capabilities.Texts("drops").ToArray());
        }

        var options = inputs.Texts("securityOpts");
        host.SetUnlessEmpty("SecurityOpt", options.Where(option => option != UnconfinedPaths).ToArray());
        if (options.Contains(UnconfinedPaths))
        {
            // The docker command understands this option, the engine does not: empty lists lift its own paths.
            host["MaskedPaths"] = new JsonArray();
            host["ReadonlyPaths"] = new JsonArray();
        }
    }

    private static void AddDevices(JsonObject host, JsonObject inputs)
    {
        host.SetUnlessEmpty(
            "Devices",
            new JsonArray([
                .. inputs
                    .Objects("devices")
                    .Select(device =>
                        (JsonNode)
                            new JsonObject
                            {
                                ["PathOnHost"] = device.Text("hostPath"),
                                ["PathInContainer"] = device.NonEmpty("containerPath") ?? device.Text("hostPath"),
                                ["CgroupPermissions"] = device.NonEmpty("permissions") ?? "rwm",
                            }
                    ),
            ])
        );
        foreach (
            var (property, member) in new[]
            {
                ("deviceReadBps", "BlkioDeviceReadBps"),
                ("deviceReadIops", "BlkioDeviceReadIOps"),
                ("deviceWriteBps", "BlkioDeviceWriteBps"),
                ("deviceWriteIops", "BlkioDeviceWriteIOps"),
            }
        )
        {
            host.SetUnlessEmpty(
                member,
                new JsonArray([
                    .. inputs
                        .Objects(property)
                        .Select(limit => (JsonNode)new JsonObject { ["Path"] = limit.Text("path"), ["Rate"] = limit.Integer("rate") }),
                ])
            );
        }

        host.SetUnlessEmpty("DeviceRequests", DeviceRequests.Create(inputs));
    }

    private static void AddLogging(JsonObject host, JsonObject inputs)
    {
        var logging = new JsonObject();
        logging.SetUnlessEmpty("Type", inputs.Text("logDriver"));
        logging.SetUnlessEmpty("Config", inputs.Map("logOpts"));
        host.SetUnlessEmpty("LogConfig", logging);
    }
}
