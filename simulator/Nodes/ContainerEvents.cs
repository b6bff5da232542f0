using Infra.Kubernetes;
using Infra.Simulator.Nodes.Probes;

namespace Infra.Simulator.Nodes;

/// <summary>The events of containers that start and stop.</summary>
internal static class ContainerEvents
{
    /// <summary>A container has started.</summary>
    public static void ReportStart(ContainerRun container, Action<ContainerEvent> report)
    {
        report(Describe("Created", "Container created"));
        report(Describe("Started", "Container started"));

        ContainerEvent Describe(string reason, string message) => new(container, IsWarning: false, reason, message);
    }

    /// <summary>The message about an image that needs no pull.</summary>
    public static string DescribePresentImage(ContainerRun container) =>
        $"Container image \"{container.Image}\" already present on machine and can be accessed by the pod";

    /// <summary>A container stops with its pod.</summary>
    public static ContainerEvent DescribeStop(ContainerRun container) =>
        new(container, IsWarning: false, "Killing", $"Stopping container {container.Name}");

    /// <summary>The <c>postStart</c> hook of a container has failed, for which it is killed.</summary>
    public static void ReportFailedPostStart(ContainerRun container, Action<ContainerEvent> report)
    {
        report(new ContainerEvent(container, IsWarning: true, "FailedPostStartHook", "PostStartHook failed"));
        report(new ContainerEvent(container, IsWarning: false, "Killing", "FailedPostStartHook"));
    }

    /// <summary>The <c>preStop</c> hook of a container has failed.</summary>
    public static ContainerEvent DescribeFailedPreStop(ContainerRun container) =>
        new(container, IsWarning: true, "FailedPreStopHook", "PreStopHook failed");

    /// <summary>A container stops because a probe has failed.</summary>
    public static ContainerEvent DescribeFailedProbe(ContainerRun container, ProbeType failed, bool restarts)
    {
        var isMain = container.Type == ContainerType.Main;
        var probe = failed == ProbeType.Startup ? "startup" : "liveness";
        var message = $"{(isMain ? "Container" : "Init container")} {container.Name} failed {probe} probe";
        return new ContainerEvent(container, IsWarning: false, "Killing", isMain && restarts ? $"{message}, will be restarted" : message);
    }
}
