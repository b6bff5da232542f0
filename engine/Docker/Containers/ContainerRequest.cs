using System.Text.Json.Nodes;
using Infra.Engine.Docker.Resources;
using Infra.Engine.Json;
using Infra.Kubernetes;

namespace Infra.Engine.Docker.Containers;

/// <summary>Creates the body of the request that creates a container.</summary>
internal static class ContainerRequest
{
    private const long NanosecondsPerTick = 100;

    /// <summary>Creates the body from a container's inputs.</summary>
    public static JsonObject Create(JsonObject inputs)
    {
        var body = new JsonObject
        {
            ["Image"] = inputs.Text("image"),
            ["Tty"] = inputs.Flag("tty") ?? false,
            ["OpenStdin"] = inputs.Flag("stdinOpen") ?? false,
        };
        body.SetUnlessEmpty("Hostname", inputs.Text("hostname"));
        body.SetUnlessEmpty("Domainname", inputs.Text("domainname"));
        body.SetUnlessEmpty("User", inputs.Text("user"));
        body.SetUnlessEmpty("WorkingDir", inputs.Text("workingDir"));
        body.SetUnlessEmpty("StopSignal", inputs.Text("stopSignal"));
        body.SetUnlessEmpty("Cmd", inputs["command"]);
        body.SetUnlessEmpty("Entrypoint", inputs["entrypoints"]);
        body.SetUnlessEmpty("Env", inputs["envs"]);
        body.SetUnlessEmpty("Labels", inputs.Labels("labels"));
        body.SetUnlessEmpty("ExposedPorts", ExposedPorts(inputs));
        body.SetUnlessEmpty("Volumes", AnonymousVolumes(inputs));
        if (inputs.Integer("stopTimeout") is { } stopTimeout)
        {
            body["StopTimeout"] = stopTimeout;
        }

        if (inputs.Map("healthcheck") is { } check)
        {
            body["Healthcheck"] = HealthCheck(check);
        }

        body["HostConfig"] = HostConfiguration.Create(inputs);
        return body;
    }

    /// <summary>The key of a port, e.g. <c>80/tcp</c>.</summary>
    public static string PortKey(JsonObject port) => $"{port.Integer("internal")}/{port.NonEmpty("protocol") ?? "tcp"}";

    private static JsonObject ExposedPorts(JsonObject inputs)
    {
        var ports = new JsonObject();
        foreach (var port in inputs.Objects("ports"))
        {
            ports[PortKey(port)] = new JsonObject();
        }

        return ports;
    }

    // A path without a source is a volume that the engine names.
    private static JsonObject AnonymousVolumes(JsonObject inputs)
    {
        var volumes = new JsonObject();
        foreach (var volume in inputs.Objects("volumes").Where(volume => HostConfiguration.Source(volume) is null))
        {
            if (volume.NonEmpty("containerPath") is { } path)
            {
                volumes[path] = new JsonObject();
            }
        }

        return volumes;
    }

    private static JsonObject HealthCheck(JsonObject check)
    {
        var body = new JsonObject();
        body.SetUnlessEmpty("Test", check["tests"]);
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
            if (check.NonEmpty(property) is { } text && GoDuration.TryParse(text, out var duration) && duration > TimeSpan.Zero)
            {
                body[member] = duration.Ticks * NanosecondsPerTick;
            }
        }

        if (check.Integer("retries") is > 0 and var retries)
        {
            body["Retries"] = retries;
        }

        return body;
    }
}
