using System.Globalization;
using System.Text.Json.Nodes;
using Infra.Engine.Json;
using Infra.Kubernetes;

namespace Infra.Engine.Docker.Containers;

/// <summary>Reads what an engine says about a container.</summary>
internal static class ContainerReading
{
    /// <summary>The outputs that are not known before the creation.</summary>
    public static IReadOnlyList<string> ComputedOutputs { get; } =
    [
        "bridge",
        "command",
        "containerLogs",
        "entrypoints",
        "envs",
        "exitCode",
        "healthcheck",
        "hostname",
        "ipcMode",
        "labels",
        "logDriver",
        "networkDatas",
        "platform",
        "runtime",
        "securityOpts",
        "shmSize",
        "stopSignal",
        "stopTimeout",
    ];

    /// <summary>The outputs. Inputs that the program sets take their places.</summary>
    public static JsonObject Describe(JsonObject container)
    {
        var (config, host) = (container.Map("Config") ?? [], container.Map("HostConfig") ?? []);
        return new JsonObject
        {
            ["name"] = container.Text("Name")?.TrimStart('/'),
            ["bridge"] = container.Map("NetworkSettings")?.Text("Bridge") ?? "",
            ["command"] = config.Texts("Cmd").ToArray(),
            ["entrypoints"] = config.Texts("Entrypoint").ToArray(),
            ["envs"] = config.Texts("Env").ToArray(),
            ["exitCode"] = container.Map("State")?.Integer("ExitCode") ?? 0,
            ["healthcheck"] = config.Map("Healthcheck") is { } check ? HealthCheck(check) : null,
            ["hostname"] = config.Text("Hostname") ?? "",
            ["ipcMode"] = host.Text("IpcMode") ?? "",
            ["labels"] = Resources.LabelLists.Create(config.Pairs("Labels")),
            ["logDriver"] = host.Map("LogConfig")?.Text("Type") ?? "",
            ["networkDatas"] = Networks(container),
            ["platform"] = container.Text("Platform") ?? "",
            ["runtime"] = host.Text("Runtime") ?? "",
            ["securityOpts"] = host.Texts("SecurityOpt").ToArray(),
            ["shmSize"] = (host.Integer("ShmSize") ?? 0) / HostConfiguration.Megabyte,
            ["stopSignal"] = config.Text("StopSignal") ?? "",
            ["stopTimeout"] = config.Integer("StopTimeout") ?? 0,
        };
    }

    /// <summary>
    /// What can change on an existing container, and reads back as it was written: its limits, its name, and whether it runs.
    /// </summary>
    public static JsonObject Faithful(JsonObject container, JsonObject inputs)
    {
        var host = container.Map("HostConfig") ?? [];
        var live = new JsonObject { ["name"] = container.Text("Name")?.TrimStart('/') };
        foreach (var (property, member) in new[] { ("memory", "Memory"), ("memoryReservation", "MemoryReservation") })
        {
            live[property] = (host.Integer(member) ?? 0) / HostConfiguration.Megabyte;
        }

        // The engine sets the sum with swap itself where the program does not.
        if (inputs.Integer("memorySwap") is not (null or 0) && host.Integer("MemorySwap") is { } swap)
        {
            live["memorySwap"] = swap > 0 ? swap / HostConfiguration.Megabyte : swap;
        }

        live["cpuShares"] = host.Integer("CpuShares") ?? 0;
        live["cpuSet"] = host.Text("CpusetCpus") ?? "";
        if (host.Map("RestartPolicy") is { } policy)
        {
            live["restart"] = policy.NonEmpty("Name") ?? "no";
            live["maxRetryCount"] = policy.Integer("MaximumRetryCount") ?? 0;
        }

        // One that should run and does not differs, so that the next update starts it.
        var isExpected = (inputs.Flag("mustRun") ?? true) && (inputs.Flag("start") ?? true);
        if (isExpected && container.Map("State")?.Flag("Running") == false)
        {
            live["mustRun"] = false;
        }

        return live;
    }

    /// <summary>A health check as inputs have it.</summary>
    public static JsonObject HealthCheck(JsonObject check)
    {
        const long nanosecondsPerTick = 100;
        var described = new JsonObject { ["tests"] = check.Texts("Test").ToArray(), ["retries"] = check.Integer("Retries") ?? 0 };
        foreach (
            var (property, member) in new[]
            {
                ("interval", "Interval"),
                ("timeout", "Timeout"),
                ("startPeriod", "StartPeriod"),
                ("startInterval", "StartInterval"),
            }
        )
        {
            described[property] = GoDuration.Format(TimeSpan.FromTicks((check.Integer(member) ?? 0) / nanosecondsPerTick));
        }

        return described;
    }

    /// <summary>The published ports as inputs have them.</summary>
    public static JsonArray Ports(JsonObject host)
    {
        var ports = new JsonArray();
        foreach (var (key, bindings) in host.Map("PortBindings") ?? [])
        {
            var parts = key.Split('/');
            foreach (var binding in (bindings as JsonArray)?.OfType<JsonObject>() ?? [])
            {
                var port = new JsonObject
                {
                    ["internal"] = Number(parts[0]),
                    ["ip"] = binding.NonEmpty("HostIp") ?? "0.0.0.0",
                    ["protocol"] = parts.Length > 1 ? parts[1] : "tcp",
                };
                if (Number(binding.Text("HostPort")) is > 0 and var external)
                {
                    port["external"] = external;
                }

                ports.Add(port);
            }
        }

        return ports;
    }

    private static JsonArray Networks(JsonObject container)
    {
        var networks = new JsonArray();
        foreach (var (name, value) in container.Map("NetworkSettings")?.Map("Networks") ?? [])
        {
            if (value is JsonObject network)
            {
                networks.Add(
                    new JsonObject
                    {
                        ["networkName"] = name,
                        ["ipAddress"] = network.Text("IPAddress") ?? "",
                        ["ipPrefixLength"] = network.Integer("IPPrefixLen") ?? 0,
                        ["gateway"] = network.Text("Gateway") ?? "",
                        ["globalIpv6Address"] = network.Text("GlobalIPv6Address") ?? "",
                        ["globalIpv6PrefixLength"] = network.Integer("GlobalIPv6PrefixLen") ?? 0,
                        ["ipv6Gateway"] = network.Text("IPv6Gateway") ?? "",
                        ["macAddress"] = network.Text("MacAddress") ?? "",
                    }
                );
            }
        }

        return networks;
    }

    private static int? Number(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
