using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Checks;

/// <summary>Each kind of service has what it needs and nothing that means nothing to it.</summary>
internal sealed class KindCheck : ISettingsCheck
{
    public void Check(SettingsReview review)
    {
        foreach (var service in review.Services())
        {
            CheckPort(service);
            CheckNumber(service);
            CheckRestart(service);
        }
    }

    private static void CheckPort(ServiceUnderReview service)
    {
        var hasPort = service.Settings.Port is not null;
        if (service.Settings.Kind == ServiceKind.Service && !hasPort)
        {
            service.Reject(service.Path, "a service answers on a port, and none is given", "write 'port: 8080', or 'kind: worker' if it listens to nobody", service.At("port"), service.At("kind"));
        }
        else if (service.Settings.Kind is ServiceKind.Worker or ServiceKind.Job or ServiceKind.Cron && hasPort)
        {
            service.Reject(service.At("port"), $"a {Word(service)} listens to nobody, so it has no port", "remove the port, or write 'kind: service'", service.At("kind"));
        }
    }

    private static void CheckNumber(ServiceUnderReview service)
    {
        var reason = service.Settings.Kind switch
        {
            ServiceKind.Cron => "a cron service runs by the clock and ends by itself",
            ServiceKind.Job => "a job ends by itself",
            ServiceKind.Daemon => "a daemon runs once on every node",
            _ => null,
        };
        if (reason is null)
        {
            return;
        }

        if (service.Settings.Replicas is not null)
        {
            service.Reject(service.At("replicas"), $"{reason}, so nobody chooses a number of pods", $"remove 'replicas'{Instead(service)}", service.At("kind"));
        }

        if (service.Settings.Scaling is not null)
        {
            service.Reject(service.At("scaling"), $"{reason}, so load cannot scale it", $"remove 'scaling'{Instead(service)}", service.At("kind"));
        }
    }

    private static void CheckRestart(ServiceUnderReview service)
    {
        if (service.Settings.Restart is not { } restart)
        {
            return;
        }

        var ends = service.Settings.Kind is ServiceKind.Job or ServiceKind.Cron;
        if (ends && restart == RestartPolicy.Always)
        {
            service.Reject(service.At("restart"), $"Kubernetes allows 'onFailure' and 'never' for a {Word(service)}: one that is always restarted never ends", "write 'restart: onFailure', or leave it out", service.At("kind"));
        }
        else if (!ends && restart != RestartPolicy.Always)
        {
            service.Reject(service.At("restart"), $"Kubernetes allows only 'always' for a {Word(service)}: its number of pods is kept up, so one that has ended has to run again", "leave 'restart' out, or write 'kind: job' for what is to end", service.At("kind"));
        }
    }

    private static string Instead(ServiceUnderReview service) => service.Settings.Kind == ServiceKind.Daemon ? "" : ", or write 'job: {parallelism: 3}'";

    private static string Word(ServiceUnderReview service) => ScalarType.Word(service.Settings.Kind.ToString()) is var word && word == "cron" ? "cron service" : word;
}
