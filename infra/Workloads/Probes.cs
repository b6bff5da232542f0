using Infra.Backend.Settings.Values;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;

namespace Infra.Backend.Workloads;

/// <summary>Startup, readiness and liveness of a service's container.</summary>
internal static class Probes
{
    public static void AddTo(ContainerArgs container, ServiceHealth health, ServiceTraffic? traffic)
    {
        if (health.Startup is { } startup)
        {
            container.StartupProbe = Probe(startup, traffic);
        }

        if (health.Readiness is { } readiness)
        {
            container.ReadinessProbe = Probe(readiness, traffic);
        }

        if (health.Liveness is { } liveness)
        {
            container.LivenessProbe = Probe(liveness, traffic);
        }
    }

    private static ProbeArgs Probe(HealthProbe question, ServiceTraffic? traffic)
    {
        var probe = new ProbeArgs
        {
            PeriodSeconds = question.Pace.Period.WholeSeconds(),
            TimeoutSeconds = question.Pace.Timeout.WholeSeconds(),
            FailureThreshold = question.Pace.Failures,
        };
        switch (question.Kind)
        {
            case ProbeKind.Http:
                probe.HttpGet = new HTTPGetActionArgs { Path = question.Path!, Port = traffic!.PortName };
                break;
            case ProbeKind.Grpc:
                probe.Grpc = new GRPCActionArgs { Port = traffic!.Port };
                break;
            case ProbeKind.Tcp:
                probe.TcpSocket = new TCPSocketActionArgs { Port = traffic!.PortName };
                break;
            default:
                probe.Exec = new ExecActionArgs { Command = question.Command };
                break;
        }

        return probe;
    }
}
