using System.Text.Json.Nodes;
using Infra.Engine.Docker.Resources;
using Infra.Engine.Json;
using Infra.Engine.Providers;
using Infra.Kubernetes;

namespace Infra.Engine.Docker.Containers;

/// <summary>Checks inputs of containers beyond their types.</summary>
internal static class ContainerCheck
{
    private const int MaxPort = 65535;

    private static readonly Dictionary<string, string[]> Choices = new(StringComparer.Ordinal)
    {
        ["restart"] = ["no", "always", "on-failure", "unless-stopped"],
        ["cgroupnsMode"] = ["private", "host"],
    };

    public static IEnumerable<CheckFailure> Check(JsonObject inputs) =>
        [
            .. DockerNames.Check(inputs),
            .. Choices
                .Where(choice => inputs.NonEmpty(choice.Key) is { } text && !choice.Value.Contains(text))
                .Select(choice => new CheckFailure(
                    choice.Key,
                    $"'{inputs.Text(choice.Key)}' is not one of {string.Join(", ", choice.Value)}"
                )),
            .. CheckNumbers(inputs),
            .. CheckHealth(inputs),
            .. CheckPorts(inputs),
            .. CheckVolumes(inputs),
            .. Uploads.Check(inputs),
            .. CheckCombinations(inputs),
        ];

    private static IEnumerable<CheckFailure> CheckNumbers(JsonObject inputs)
    {
        if (inputs.NonEmpty("cpus") is { } cpus && HostConfiguration.ParseCpus(cpus) is null)
        {
            yield return new CheckFailure("cpus", $"'{cpus}' is not a number of cores: write e.g. \"1.5\"");
        }

        if (inputs.NonEmpty("gpus") is { } gpus && DeviceRequests.Gpus(gpus) is null)
        {
            yield return new CheckFailure("gpus", $"'{gpus}' is none of all, a number, and device=0,1");
        }

        foreach (var name in new[] { "destroyGraceSeconds", "memory", "memoryReservation", "stopTimeout", "waitTimeout" })
        {
            if (inputs.Integer(name) is < 0)
            {
                yield return new CheckFailure(name, "is negative");
            }
        }
    }

    private static IEnumerable<CheckFailure> CheckHealth(JsonObject inputs)
    {
        foreach (var name in new[] { "interval", "timeout", "startPeriod", "startInterval" })
        {
            if (inputs.Map("healthcheck")?.NonEmpty(name) is { } text && !GoDuration.TryParse(text, out _))
            {
                yield return new CheckFailure($"healthcheck.{name}", $"'{text}' is not a duration: write e.g. \"10s\"");
            }
        }
    }

    private static IEnumerable<CheckFailure> CheckPorts(JsonObject inputs) =>
        inputs
            .Objects("ports")
            .SelectMany(
                (port, i) => new[] { "internal", "external" }.Select(name => (Path: $"ports[{i}].{name}", Value: port.Integer(name)))
            )
            .Where(port => port.Value is < 0 or > MaxPort)
            .Select(port => new CheckFailure(port.Path, $"{port.Value} is not a port"));

    private static IEnumerable<CheckFailure> CheckVolumes(JsonObject inputs)
    {
        var i = 0;
        foreach (var volume in inputs.Objects("volumes"))
        {
            var path = $"volumes[{i++}]";
            if (volume.NonEmpty("fromContainer") is null && volume.NonEmpty("containerPath") is null)
            {
                yield return new CheckFailure(path, "needs a containerPath, or fromContainer");
            }

            if (volume.NonEmpty("hostPath") is { } source && !source.StartsWith('/'))
            {
                yield return new CheckFailure($"{path}.hostPath", $"'{source}' is not an absolute path of the engine's machine");
            }
        }
    }

    private static IEnumerable<CheckFailure> CheckCombinations(JsonObject inputs)
    {
        if (inputs.Flag("wait") == true && inputs.Flag("start") == false)
        {
            yield return new CheckFailure("wait", "waits for a container that is not started: leave out `start: false`");
        }

        if (inputs.Flag("rm") == true && inputs.NonEmpty("restart") is not (null or "no"))
        {
            yield return new CheckFailure("rm", "a container that is restarted cannot be removed when it ends: leave out rm or restart");
        }

        if (inputs.Flag("logs") == true && inputs.Flag("attach") != true)
        {
            yield return new CheckFailure("logs", "are collected until the container ends: set attach, too");
        }
    }
}
