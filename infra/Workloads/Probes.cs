using Infra.Resilience;
using Infra.Settings.Values;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;

namespace Infra.Workloads;

/// <summary>Startup, readiness and liveness of a service's container.</summary>
internal static class Probes
{
    public static void AddTo(ContainerArgs container, ServiceHealth health)
    {
        container.StartupProbe = Probe(health, health.Startup);
        container.ReadinessProbe = Probe(health, health.Readiness);
        container.LivenessProbe = Probe(health, health.Liveness);
    }

    private static ProbeArgs Probe(ServiceHealth health, Heartbeat pace)
    {
        var probe = new ProbeArgs
        {
            PeriodSeconds = pace.Period.WholeSeconds(),
            TimeoutSeconds = pace.Timeout.WholeSeconds(),
            FailureThreshold = pace.Failures,
        };
        if (health.Path is { } path)
        {
            probe.HttpGet = new HTTPGetActionArgs { Path = path, Port = ServicePods.PortName };
        }
        else
        {
            probe.Exec = new ExecActionArgs { Command = health.Command };
        }

        return probe;
    }
}
