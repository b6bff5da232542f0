using System.Text.Json.Nodes;
using Infra.Engine.Docker.Client;
using Infra.Engine.Docker.Resources;
using Infra.Engine.Json;

namespace Infra.Engine.Docker.Containers;

/// <summary>Finds the inputs that would create an existing container. What it has from its image is left out.</summary>
internal static class ContainerImport
{
    private const string PredefinedMode = "default";

    private static readonly string[] PlainNetworks = ["bridge", "podman", "default", "none", "host", ""];

    public static async Task<JsonObject> CreateAsync(JsonObject container, ResourceContext context, CancellationToken cancellationToken)
    {
        var image = container.Text("Image") is { Length: > 0 } id
            ? await context.Engine.FindAsync($"/images/{EngineRequest.Escape(id)}/json", cancellationToken)
            : null;
        var (config, host) = (container.Map("Config") ?? [], container.Map("HostConfig") ?? []);
        var own = image?.Map("Config") ?? [];
        var inputs = new JsonObject { ["name"] = container.Text("Name")?.TrimStart('/'), ["image"] = config.Text("Image") };
        AddConfiguration(inputs, config, own, container.Text("Id") ?? "");
        AddHost(inputs, host);
        AddLimits(inputs, host);
        AddNetworks(inputs, host, container);
        return inputs;
    }

    private static void AddConfiguration(JsonObject inputs, JsonObject config, JsonObject image, string id)
    {
        SetUnlessInherited(inputs, "command", config, "Cmd", image);
        SetUnlessInherited(inputs, "entrypoints", config, "Entrypoint", image);
        foreach (var (property, member) in new[] { ("user", "User"), ("workingDir", "WorkingDir"), ("stopSignal", "StopSignal") })
        {
            SetUnlessInherited(inputs, property, config, member, image);
        }

        inputs.SetUnlessEmpty("envs", config.Texts("Env").Except(image.Texts("Env")).ToArray());
        inputs.SetUnlessEmpty("labels", LabelLists.Create(config.Pairs("Labels").Except(image.Pairs("Labels"))));
        if (config.NonEmpty("Hostname") is { } hostname && !id.StartsWith(hostname, StringComparison.Ordinal))
        {
            inputs["hostname"] = hostname;
        }

        if (config.Map("Healthcheck") is { } check && !JsonNode.DeepEquals(check, image.Map("Healthcheck")))
        {
            inputs["healthcheck"] = ContainerReading.HealthCheck(check);
        }

        foreach (var (property, member) in new[] { ("tty", "Tty"), ("stdinOpen", "OpenStdin") })
        {
            SetIfTrue(inputs, property, config.Flag(member));
        }

        if (config.Integer("StopTimeout") is { } timeout)
        {
            inputs["stopTimeout"] = timeout;
        }
    }

    private static void AddHost(JsonObject inputs, JsonObject host)
    {
        foreach (
            var (property, member) in new[]
            {
                ("init", "Init"),
                ("privileged", "Privileged"),
                ("publishAllPorts", "PublishAllPorts"),
                ("readOnly", "ReadonlyRootfs"),
                ("rm", "AutoRemove"),
            }
        )
        {
            SetIfTrue(inputs, property, host.Flag(member));
        }

        foreach (
            var (property, member) in new[]
            {
                ("cgroupParent", "CgroupParent"),
                ("dns", "Dns"),
                ("dnsOpts", "DnsOptions"),
                ("dnsSearches", "DnsSearch"),
                ("groupAdds", "GroupAdd"),
                ("pidMode", "PidMode"),
                ("sysctls", "Sysctls"),
                ("tmpfs", "Tmpfs"),
                ("usernsMode", "UsernsMode"),
            }
        )
        {
            inputs.SetUnlessEmpty(property, host[member]);
        }

        inputs.SetUnlessEmpty("ports", ContainerReading.Ports(host));
        inputs.SetUnlessEmpty("volumes", new JsonArray([.. host.Texts("Binds").Select(Bind).OfType<JsonNode>()]));
        var capabilities = new JsonObject();
        capabilities.SetUnlessEmpty("adds", host["CapAdd"]);
        capabilities.SetUnlessEmpty("drops", host["CapDrop"]);
        inputs.SetUnlessEmpty("capabilities", capabilities);
    }

    private static void AddLimits(JsonObject inputs, JsonObject host)
    {
        foreach (var (property, member) in new[] { ("memory", "Memory"), ("memoryReservation", "MemoryReservation") })
        {
            if (host.Integer(member) is > 0 and var bytes)
            {
                inputs[property] = bytes / HostConfiguration.Megabyte;
            }
        }

        if (host.Integer("CpuShares") is > 0 and var shares)
        {
            inputs["cpuShares"] = shares;
        }

        inputs.SetUnlessEmpty("cpuSet", host.Text("CpusetCpus"));
        if (host.Map("RestartPolicy") is { } policy && policy.NonEmpty("Name") is { } name and not "no")
        {
            inputs["restart"] = name;
            if (policy.Integer("MaximumRetryCount") is > 0 and var count)
            {
                inputs["maxRetryCount"] = count;
            }
        }
    }

    private static void AddNetworks(JsonObject inputs, JsonObject host, JsonObject container)
    {
        var own = (container.Map("NetworkSettings")?.Map("Networks") ?? []).Select(network => network.Key).Except(PlainNetworks).ToList();
        if (own.Count > 0)
        {
            inputs["networksAdvanced"] = new JsonArray([.. own.Select(name => (JsonNode)new JsonObject { ["name"] = name })]);
        }
        else if (host.NonEmpty("NetworkMode") is { } mode and not ("bridge" or PredefinedMode))
        {
            inputs["networkMode"] = mode;
        }
    }

    private static JsonObject? Bind(string bind)
    {
        if (bind.Split(':') is not [var source, var target, .. var options])
        {
            return null;
        }

        var volume = new JsonObject { ["containerPath"] = target, [source.StartsWith('/') ? "hostPath" : "volumeName"] = source };
        SetIfTrue(volume, "readOnly", options.Any(option => option.Split(',').Contains("ro")));
        return volume;
    }

    private static void SetUnlessInherited(JsonObject inputs, string property, JsonObject config, string member, JsonObject image)
    {
        if (!JsonNode.DeepEquals(config[member], image[member]))
        {
            inputs.SetUnlessEmpty(property, config[member]);
        }
    }

    private static void SetIfTrue(JsonObject inputs, string property, bool? flag)
    {
        if (flag == true)
        {
            inputs[property] = true;
        }
    }
}
