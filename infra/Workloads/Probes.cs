using Infra.Backend.Planning;
using Infra.Backend.Settings.Values;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;

namespace Infra.Backend.Workloads;

/// <summary>The startup, readiness and liveness probes of a container.</summary>
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

    private static ProbeArgs Probe(HealthProbe probe, ServiceTraffic? traffic)
    {
        var args = new ProbeArgs
        {
            PeriodSeconds = probe.Timing.Period.WholeSeconds(),
            TimeoutSeconds = probe.Timing.Timeout.WholeSeconds(),
            FailureThreshold = probe.Timing.FailureThreshold,
        };
        switch (probe.Kind)
        {
            case ProbeKind.Http:
                args.HttpGet = new HTTPGetActionArgs { Path = probe.Path!, Port = traffic!.PortName };
                break;
            case ProbeKind.Grpc:
                args.Grpc = new GRPCActionArgs { Port = traffic!.Port };
                break;
            case ProbeKind.Tcp:
                args.TcpSocket = new TCPSocketActionArgs { Port = traffic!.PortName };
                break;
            default:
                args.Exec = new ExecActionArgs { Command = probe.Command };
                break;
        }

        return args;
    }
}
