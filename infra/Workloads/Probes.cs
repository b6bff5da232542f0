using Infra.Backend.Planning;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Values;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;

namespace Infra.Backend.Workloads;

/// <summary>The startup, readiness and liveness probes of a container.</summary>
internal static class Probes
{
    public static void AddTo(ContainerArgs container, ServiceHealth health)
    {
        if (health.Startup is { } startup)
        {
            container.StartupProbe = Probe(startup);
        }

        if (health.Readiness is { } readiness)
        {
            container.ReadinessProbe = Probe(readiness);
        }

        if (health.Liveness is { } liveness)
        {
            container.LivenessProbe = Probe(liveness);
        }
    }

    private static ProbeArgs Probe(HealthProbe probe)
    {
        var args = new ProbeArgs
        {
            PeriodSeconds = probe.Timing.Period.WholeSeconds(),
            TimeoutSeconds = probe.Timing.Timeout.WholeSeconds(),
            FailureThreshold = probe.Timing.FailureThreshold,
        };
        if (probe.InitialDelay is { } delay)
        {
            args.InitialDelaySeconds = delay.WholeSeconds();
        }

        if (probe.Successes is { } successes)
        {
            args.SuccessThreshold = successes;
        }

        if (probe.TerminationGracePeriod is { } grace)
        {
            args.TerminationGracePeriodSeconds = grace.WholeSeconds();
        }

        switch (probe.Kind)
        {
            case ProbeKind.Http:
                args.HttpGet = HttpGet(probe);
                break;
            case ProbeKind.Grpc:
                args.Grpc = Grpc(probe);
                break;
            case ProbeKind.Tcp:
                args.TcpSocket = TcpSocket(probe);
                break;
            default:
                args.Exec = new ExecActionArgs { Command = probe.Command };
                break;
        }

        return args;
    }

    private static HTTPGetActionArgs HttpGet(HealthProbe probe)
    {
        var action = HttpAction.Create(probe.Path!, probe.Port!, probe.Scheme, probe.Headers);
        if (probe.Host is { } host)
        {
            action.Host = host;
        }

        return action;
    }

    /// <summary>Kubernetes accepts only the number of a port here.</summary>
    private static GRPCActionArgs Grpc(HealthProbe probe)
    {
        var action = new GRPCActionArgs { Port = probe.Port!.Number };
        if (probe.Service is { } service)
        {
            action.Service = service;
        }

        return action;
    }

    private static TCPSocketActionArgs TcpSocket(HealthProbe probe)
    {
        var action = new TCPSocketActionArgs { Port = HttpAction.Port(probe.Port!) };
        if (probe.Host is { } host)
        {
            action.Host = host;
        }

        return action;
    }
}
