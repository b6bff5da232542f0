using System.Text.Json.Nodes;
using Infra.Simulator.Nodes.Probes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Nodes;

/// <summary>A hook of a container's lifecycle that runs.</summary>
/// <param name="Handler">What it does.</param>
/// <param name="EndsAt">When it ends.</param>
/// <param name="Fails">Whether it fails.</param>
internal sealed record LifecycleHook(JsonObject Handler, DateTimeOffset EndsAt, bool Fails)
{
    /// <summary>Whether it is a sleep, which goes on when the container has ended.</summary>
    public bool IsSleep => Handler.ContainsKey("sleep");

    /// <summary>Runs the <c>postStart</c> hook of a container; null if it has none.</summary>
    public static LifecycleHook? BeginPostStart(ContainerRun container, DateTimeOffset now) =>
        Begin(container, "postStart", container.Behaviour.PostStart, now);

    /// <summary>Runs the <c>preStop</c> hook of a container; null if it has none.</summary>
    public static LifecycleHook? BeginPreStop(ContainerRun container, DateTimeOffset now) =>
        Begin(container, "preStop", container.Behaviour.PreStop, now);

    /// <summary>The message about its failure.</summary>
    /// <param name="container">The container.</param>
    /// <param name="host">Its node.</param>
    public string DescribeFailure(ContainerRun container, PodHost host)
    {
        if (Handler.Map("tcpSocket") is { } tcp)
        {
            var port = tcp.Text("port") is { } name ? $"{{1 0 {name}}}" : $"{{0 {tcp.Number("port") ?? 0} }}";
            return "Cannot run handler: invalid handler: &LifecycleHandler{Exec:nil,HTTPGet:nil,TCPSocket:&TCPSocketAction{"
                + $"Port:{port},Host:{tcp.Text("host")},}},Sleep:nil,}}";
        }

        var subject = $"for Container \"{container.Name}\" in Pod \"{host.GetPodName()}\" failed - error: ";
        if (Handler.Map("httpGet") is { } http)
        {
            var refusal = HttpTarget.Read(http, container.Spec, host.GetPodAddress()).DescribeRefusal();
            return $"HTTP lifecycle hook ({http.Text("path")}) {subject}{refusal}";
        }

        var command = string.Join(' ', Handler.Array("exec", "command") ?? []);
        return $"Exec lifecycle hook ([{command}]) {subject}command '{command}' exited with 1: , message: \"\"";
    }

    private static LifecycleHook? Begin(ContainerRun container, string name, HookBehaviour behaviour, DateTimeOffset now)
    {
        if (container.Spec.Map("lifecycle", name) is not { } handler)
        {
            return null;
        }

        if (handler.Number("sleep", "seconds") is { } seconds)
        {
            return new LifecycleHook(handler, now + LongSeconds.ToTimeSpan(seconds), Fails: false);
        }

        // The API accepts these hooks, and kubelet cannot run them.
        return handler.ContainsKey("tcpSocket")
            ? new LifecycleHook(handler, now, Fails: true)
            : new LifecycleHook(handler, now + behaviour.Time, behaviour.FailsAfter(container.Restarts));
    }
}
